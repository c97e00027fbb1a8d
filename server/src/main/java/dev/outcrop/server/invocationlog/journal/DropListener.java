package dev.outcrop.server.invocationlog.journal;

/** Told of entries that will never be read. */
@FunctionalInterface
public interface DropListener {

    /** Why entries are lost. */
    enum Reason {
        /** The disk is slower than the calls. */
        QUEUE_FULL,
        /** The journal is as large as it may be, and these were its oldest. */
        JOURNAL_FULL,
        /** The disk takes no more. */
        DISK
    }

    /** Called on any thread. */
    void dropped(Reason reason, int entries);
}
