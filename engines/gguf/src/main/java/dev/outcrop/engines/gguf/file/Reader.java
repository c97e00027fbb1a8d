package dev.outcrop.engines.gguf.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads little-endian values one after the other and never beyond the end of the bytes. */
final class Reader {

    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment bytes;
    private long position;

    Reader(MemorySegment bytes) {
        this.bytes = bytes;
    }

    long position() {
        return position;
    }

    long remaining() {
        return bytes.byteSize() - position;
    }

    int readInt(String what) {
        return bytes.get(INT, advance(Integer.BYTES, what));
    }

    long readLong(String what) {
        return bytes.get(LONG, advance(Long.BYTES, what));
    }

    /** A count of things that occupy at least {@code minimumBytes} each, so no more than the file can hold. */
    int readCount(int minimumBytes, String what) {
        long count = readLong(what);
        if (count < 0 || count > Integer.MAX_VALUE || count > remaining() / minimumBytes) {
            throw new GgufException("The file claims %s %s, but only %d bytes follow."
                    .formatted(Long.toUnsignedString(count), what, remaining()));
        }
        return (int) count;
    }

    String readString(String what) {
        long length = readStringLength(what);
        return decode(bytes, advance(length, what), length);
    }

    void skipString(String what) {
        long _ = advance(readStringLength(what), what);
    }

    MemorySegment slice(long length, String what) {
        return bytes.asSlice(advance(length, what), length);
    }

    /** The bytes from an earlier {@code position()} to here. */
    MemorySegment sliceSince(long start) {
        return bytes.asSlice(start, position - start);
    }

    private long readStringLength(String what) {
        long length = readLong(what);
        if (length < 0 || length > remaining() || length > Integer.MAX_VALUE - 8) {
            throw new GgufException("The file claims a string of %s bytes for %s, but only %d bytes follow."
                    .formatted(Long.toUnsignedString(length), what, remaining()));
        }
        return length;
    }

    private long advance(long length, String what) {
        if (length > remaining()) {
            throw new GgufException(
                    "The file ends inside %s: %d bytes are needed at offset %d, but the file has %d bytes."
                            .formatted(what, length, position, bytes.byteSize()));
        }
        long start = position;
        position += length;
        return start;
    }

    static String decode(MemorySegment bytes, long offset, long length) {
        return new String(bytes.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }
}
