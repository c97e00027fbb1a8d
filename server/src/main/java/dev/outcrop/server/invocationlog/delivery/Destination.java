package dev.outcrop.server.invocationlog.delivery;

import java.io.IOException;
import java.util.zip.GZIPOutputStream;

import dev.outcrop.storage.ObjectStore;
import dev.outcrop.storage.ObjectUri;
import dev.outcrop.storage.PendingObject;
import dev.outcrop.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of one segment go.
 *
 * @param records the object that they become
 * @param gzip whether it is compressed
 * @param asides where bodies go that are too long for a record, or null to leave them out
 * @param cleanUp run after a delivery
 */
record Destination(ObjectStore store, ObjectUri records, boolean gzip, @Nullable Asides asides, CleanUp cleanUp) {

    /**
     * A place for bodies.
     *
     * @param folder what their keys begin with
     */
    record Asides(ObjectStore store, ObjectUri folder) {

        /** Keeps a body and returns its URI. */
        String put(String name, byte[] body) throws IOException {
            ObjectUri uri = folder.resolve(name);
            try (PendingObject object = store.write(uri)) {
                GZIPOutputStream zipped = new GZIPOutputStream(object);
                zipped.write(body);
                zipped.finish();
                object.commit();
            }
            return uri.toString();
        }
    }

    /** Makes room. */
    @FunctionalInterface
    interface CleanUp {
        void run() throws StorageException;
    }

    Batch begin() throws IOException {
        return new Batch(this, store.write(records));
    }
}
