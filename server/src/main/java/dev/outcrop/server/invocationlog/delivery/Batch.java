package dev.outcrop.server.invocationlog.delivery;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

import dev.outcrop.storage.PendingObject;
import org.jspecify.annotations.Nullable;

/** The object that the records of a segment become: a line each. Nothing is there before {@link #commit}. */
final class Batch implements Closeable {
    private final Destination destination;
    private final PendingObject object;
    private final @Nullable GZIPOutputStream zipped;
    private final OutputStream out;
    private boolean isEmpty = true;

    Batch(Destination destination, PendingObject object) throws IOException {
        this.destination = destination;
        this.object = object;
        this.zipped = destination.gzip() ? new GZIPOutputStream(object, 64 * 1024) : null;
        this.out = new BufferedOutputStream(zipped == null ? object : zipped, 64 * 1024);
    }

    void line(byte[] json) throws IOException {
        isEmpty = false;
        out.write(json);
        out.write('\n');
    }

    void commit() throws IOException {
        out.flush();
        if (zipped != null) {
            zipped.finish();
        }
        if (!isEmpty) {
            object.commit();
        }
        destination.cleanUp().run();
    }

    @Override
    public void close() {
        object.close();
    }
}
