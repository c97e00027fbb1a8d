package dev.outcrop.wire.eventstream;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/** The value of a frame's header: one of the ten types of the format, true and false being one here. */
public sealed interface HeaderValue {

    /** Types 0 (true) and 1 (false). */
    record Bool(boolean value) implements HeaderValue {}

    /** Type 2. */
    record Int8(byte value) implements HeaderValue {}

    /** Type 3. */
    record Int16(short value) implements HeaderValue {}

    /** Type 4. */
    record Int32(int value) implements HeaderValue {}

    /** Type 5. */
    record Int64(long value) implements HeaderValue {}

    /**
     * Type 6.
     *
     * @param value at most 32,767 bytes when sent, 65,535 when received; not copied
     */
    record Bytes(byte[] value) implements HeaderValue {
        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "Bytes[" + value.length + "]";
        }
    }

    /**
     * Type 7.
     *
     * @param value at most 32,767 bytes of UTF-8 when sent, 65,535 when received
     */
    record Text(String value) implements HeaderValue {}

    /**
     * Type 8.
     *
     * @param value whole milliseconds; finer parts are cut off when sent
     */
    record Timestamp(Instant value) implements HeaderValue {}

    /** Type 9. */
    record Uuid(UUID value) implements HeaderValue {}
}
