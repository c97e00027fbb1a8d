package dev.outcrop.documents;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

import dev.outcrop.documents.DocumentException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A zip archive in memory, read entry by entry as a stream, so that no entry is ever held unpacked (APPNOTE.TXT 6.3, without
 * Zip64: the archive is smaller than a document may be). Bounded in entries, in bytes unpacked and in the ratio of the two.
 */
final class ZipArchive {

    static final int MAX_ENTRIES = 10_000;
    static final long MAX_ENTRY = 96L << 20;
    static final long MAX_ALL = 256L << 20;

    /** Beyond {@link #RATIO_FROM}, no entry may unpack to more than this multiple of its packed bytes. */
    static final int MAX_RATIO = 200;
    static final long RATIO_FROM = 8L << 20;

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int CENTRAL_SIGNATURE = 0x02014b50;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int END_LENGTH = 22;
    private static final int CENTRAL_LENGTH = 46;
    private static final int LOCAL_LENGTH = 30;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    private record Entry(int method, int flags, int packedLength, int localHeader) {}

    private final byte[] bytes;
    private final ByteBuffer buffer;
    private final TextSink sink;
    private final Map<String, Entry> entries = new HashMap<>();
    private long unpacked;

    /** @throws DocumentException if the archive has no directory or too long a one */
    ZipArchive(byte[] bytes, TextSink sink) {
        this.bytes = bytes;
        this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.sink = sink;
        int end = endOfDirectory();
        int count = buffer.getShort(end + 10) & 0xFFFF;
        if (count > MAX_ENTRIES) {
            throw new DocumentException(Reason.TOO_LARGE, "The document has more than " + MAX_ENTRIES + " parts.");
        }
        int at = within(buffer.getInt(end + 16), CENTRAL_LENGTH);
        for (int i = 0; i < count; i++) {
            at = readCentral(at);
        }
    }

    /** The entry of that name, unpacked as it is read; empty if there is none. */
    Optional<InputStream> open(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            return Optional.empty();
        }
        if ((entry.flags & 1) != 0) {
            throw new DocumentException(Reason.ENCRYPTED, "The document needs a password.");
        }
        int local = within(entry.localHeader, LOCAL_LENGTH);
        if (buffer.getInt(local) != LOCAL_SIGNATURE) {
            throw malformed();
        }
        int data = local + LOCAL_LENGTH + (buffer.getShort(local + 26) & 0xFFFF)
                + (buffer.getShort(local + 28) & 0xFFFF);
        within(data, entry.packedLength);
        InputStream packed = new ByteArrayInputStream(bytes, data, entry.packedLength);
        return Optional.of(switch (entry.method) {
            case STORED -> new Bounded(packed, entry.packedLength, null);
            case DEFLATED -> {
                Inflater inflater = new Inflater(true);
                yield new Bounded(new InflaterInputStream(packed, inflater, 1 << 13), entry.packedLength, inflater);
            }
            default -> throw malformed();
        });
    }

    private int endOfDirectory() {
        for (int at = bytes.length - END_LENGTH; at >= Math.max(0, bytes.length - END_LENGTH - 0xFFFF); at--) {
            if (buffer.getInt(at) == END_SIGNATURE) {
                return at;
            }
        }
        throw malformed();
    }

    private int readCentral(int at) {
        within(at, CENTRAL_LENGTH);
        if (buffer.getInt(at) != CENTRAL_SIGNATURE) {
            throw malformed();
        }
        int nameLength = buffer.getShort(at + 28) & 0xFFFF;
        within(at + CENTRAL_LENGTH, nameLength);
        String name = new String(bytes, at + CENTRAL_LENGTH, nameLength, StandardCharsets.UTF_8);
        Entry entry = new Entry(buffer.getShort(at + 10) & 0xFFFF, buffer.getShort(at + 8), buffer.getInt(at + 20),
                buffer.getInt(at + 42));
        if (entries.put(name, entry) != null) {
            throw malformed();
        }
        return at + CENTRAL_LENGTH + nameLength + (buffer.getShort(at + 30) & 0xFFFF)
                + (buffer.getShort(at + 32) & 0xFFFF);
    }

    private int within(int offset, int length) {
        if (offset < 0 || length < 0 || offset > bytes.length - length) {
            throw malformed();
        }
        return offset;
    }

    private static DocumentException malformed() {
        return new DocumentException(Reason.MALFORMED, "The document's archive is malformed.");
    }

    private final class Bounded extends FilterInputStream {

        private final int packedLength;
        private final @Nullable Inflater inflater;
        private long read;

        Bounded(InputStream in, int packedLength, @Nullable Inflater inflater) {
            super(in);
            this.packedLength = packedLength;
            this.inflater = inflater;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            sink.check();
            int some = super.read(target, offset, length);
            if (some > 0) {
                read += some;
                unpacked += some;
                if (read > MAX_ENTRY || unpacked > MAX_ALL
                        || (read > RATIO_FROM && read > (long) packedLength * MAX_RATIO)) {
                    throw new DocumentException(Reason.TOO_LARGE, "The document expands beyond measure.");
                }
            }
            return some;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public void close() throws IOException {
            super.close();
            if (inflater != null) {
                inflater.end();
            }
        }
    }
}
