package dev.outcrop.server.invocationlog.journal;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/** Entries in a file: length and CRC-32C of the content (four bytes each), then the content. */
final class Frames {
    private static final int HEAD = 8;

    /** More than any entry takes: a request and an answer are bounded by 25 MB each. */
    private static final int LONGEST = 128 * 1024 * 1024;

    private Frames() {}

    static ByteBuffer write(Content content) throws IOException {
        Frame frame = new Frame((int) Math.min(LONGEST, content.size() + 512));
        frame.write(new byte[HEAD]);
        try (DataOutputStream out = new DataOutputStream(frame)) {
            content.writeTo(out);
        }
        return frame.complete();
    }

    private static final class Frame extends ByteArrayOutputStream {
        Frame(int size) {
            super(size);
        }

        ByteBuffer complete() {
            CRC32C crc = new CRC32C();
            crc.update(buf, HEAD, count - HEAD);
            return ByteBuffer.wrap(buf, 0, count).putInt(0, count - HEAD).putInt(4, (int) crc.getValue());
        }
    }

    /** The next entry, or null where the file ends, also within an entry that a killed process has not finished. */
    static byte @Nullable [] read(InputStream in) throws IOException {
        byte[] head = in.readNBytes(HEAD);
        if (head.length < HEAD) {
            return null;
        }
        ByteBuffer numbers = ByteBuffer.wrap(head);
        int length = numbers.getInt();
        if (length < 0 || length > LONGEST) {
            return null;
        }
        byte[] content = in.readNBytes(length);
        CRC32C crc = new CRC32C();
        crc.update(content);
        return content.length == length && (int) crc.getValue() == numbers.getInt() ? content : null;
    }
}
