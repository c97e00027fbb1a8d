package dev.outcrop.server.job;

/** What there is to do for a resource in a certain status. Thread-safe: runs for several resources at once. */
@FunctionalInterface
public interface Job {

    /**
     * Does it, on a virtual thread of its own, and ends by a change to a status in which there is nothing left to do. It
     * may have been begun before, by this node or by another that died.
     *
     * @throws InterruptedException when the claim is lost or the server stops: to be left at once
     * @throws RuntimeException when something unexpected happened; another attempt follows after a while
     */
    void run(HeldJob held) throws InterruptedException;
}
