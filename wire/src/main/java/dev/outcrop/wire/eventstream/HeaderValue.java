package dev.outcrop.wire.eventstream;

import java.time.Instant;
import java.util.UUID;

/** A typed header of a frame; the type numbers are those of the format. */
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

    /** Type 6. */
    @SuppressWarnings("ArrayRecordComponent") // decoded once; tests compare the arrays themselves
    record Bytes(byte[] value) implements HeaderValue {}

    /** Type 7. */
    record Text(String value) implements HeaderValue {}

    /** Type 8, milliseconds since 1970. */
    record Timestamp(Instant value) implements HeaderValue {}

    /** Type 9. */
    record Uuid(UUID value) implements HeaderValue {}
}
