package dev.outcrop.wire.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** The type of a value, with its constraints. Immutable. */
public sealed interface Shape {

    /** The shape's name in the model. */
    String name();

    /** Whether values must not be logged or echoed in messages. */
    boolean sensitive();

    /**
     * A structure: a {@code Map<String, Object>} by member name.
     *
     * @param members in model order
     * @param payload the member that is the whole body, or null
     * @param union exactly one member is set
     * @param eventStream a stream of events rather than a value
     * @param error set when the structure is an error
     */
    record Structure(
            String name,
            List<Member> members,
            @Nullable String payload,
            boolean union,
            boolean eventStream,
            @Nullable ErrorTrait error,
            boolean sensitive)
            implements
                Shape {

        public Structure {
            members = List.copyOf(members);
        }

        /** The member of this name. */
        public Optional<Member> member(String memberName) {
            for (Member member : members) {
                if (member.name().equals(memberName)) {
                    return Optional.of(member);
                }
            }
            return Optional.empty();
        }
    }

    /** What makes a structure an error: its HTTP status. */
    record ErrorTrait(int status) {}

    /** A list: a {@code List<Object>}. */
    record Sequence(String name, Reference member, Bounds bounds, boolean sensitive) implements Shape {}

    /** A map from strings: a {@code Map<String, Object>}. */
    record Mapping(String name, Reference key, Reference value, Bounds bounds, boolean sensitive) implements Shape {}

    /**
     * A string: a {@code String}.
     *
     * @param pattern the regular expression the whole string must match, or null
     * @param values the allowed values; empty allows all
     */
    record Text(String name, Bounds bounds, @Nullable String pattern, List<String> values, boolean sensitive)
            implements
                Shape {
        public Text {
            values = List.copyOf(values);
        }
    }

    /** A number: {@code Integer}, {@code Long}, {@code Float} or {@code Double}. */
    record Numeric(String name, Kind kind, Bounds bounds, boolean sensitive) implements Shape {
        /** The Java type of a number. */
        public enum Kind {
            BYTE, SHORT, INTEGER, LONG, FLOAT, DOUBLE
        }
    }

    /** {@code Boolean}. */
    record Bool(String name, boolean sensitive) implements Shape {}

    /** Bytes: a {@code byte[]}. */
    record Blob(String name, Bounds bounds, boolean sensitive) implements Shape {}

    /** A point in time: an {@link Instant}. */
    record Timestamp(String name, Format format, boolean sensitive) implements Shape {
        /** How a timestamp is written. {@code UNSET} means epoch seconds in bodies, ISO 8601 in queries, HTTP dates in headers. */
        public enum Format {
            UNSET, ISO_8601, EPOCH_SECONDS, HTTP_DATE
        }
    }

    /** Any JSON value: maps, lists, strings, numbers, booleans. */
    record Document(String name, boolean sensitive) implements Shape {}

    /** Inclusive limits: of length for texts (code points), blobs (bytes) and collections (entries), of value for numbers. */
    record Bounds(@Nullable Double min, @Nullable Double max) {
        public static final Bounds NONE = new Bounds(null, null);
    }
}
