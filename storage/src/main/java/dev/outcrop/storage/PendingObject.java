package dev.outcrop.storage;

import java.io.OutputStream;

/**
 * An object that is being written. Nobody sees it until {@link #commit}, and then all of it at once; closed without that
 * it leaves nothing, so that a failure inside try-with-resources publishes no half object. Not thread-safe.
 */
public abstract class PendingObject extends OutputStream {

    /**
     * Makes the object visible, durably, in place of any of the same name. Closes.
     *
     * @throws StorageException when it cannot be; then it leaves nothing
     * @throws IllegalStateException when closed
     */
    public abstract void commit() throws StorageException;

    /** Gives the object up unless it was committed. */
    @Override
    public abstract void close();
}
