package dev.outcrop.wire.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.error.ValidationException;
import dev.outcrop.wire.model.Member;
import dev.outcrop.wire.model.Operation;
import dev.outcrop.wire.model.Shape;
import dev.outcrop.wire.model.Shape.Bounds;
import org.jspecify.annotations.Nullable;

/**
 * Checks the constraints of an operation's input: required, length, range, pattern, enum.
 *
 * <p>All violations are reported in one message, in model order, worded as the service does. Values are quoted unless
 * the shape is sensitive; long ones are left out, as a message is no place for a prompt.
 */
public final class Validator {

    /** Longest value that is echoed, characters. */
    private static final int LONGEST_ECHO = 2_048;

    /** More violations than this say nothing more, and a hostile list could hold millions. */
    private static final int MOST_VIOLATIONS = 100;

    private final List<String> violations = new ArrayList<>();

    private Validator() {}

    /** @throws ValidationException naming every violated constraint */
    public static void validate(Operation operation, BoundInput input) {
        if (operation.input() == null) {
            return;
        }
        Validator validator = new Validator();
        validator.structure(operation.input(), input.asMap(), null, true, false);
        int count = validator.violations.size();
        if (count > 0) {
            throw new ValidationException(count + (count == 1 ? " validation error" : " validation errors")
                    + " detected: " + String.join("; ", validator.violations));
        }
    }

    /** @param hidden whether what the structure is part of is sensitive */
    private void structure(
            Shape.Structure structure, Map<?, ?> values, @Nullable Path path, boolean top, boolean hidden) {
        for (Member member : structure.members()) {
            Path memberPath = new Path(path, member.name(), "");
            Object value = values.get(member.name());
            if (value == null) {
                // A payload that is required but empty is an empty body: zero bytes are a value.
                boolean emptyPayload = top && member.name().equals(structure.payload());
                if (member.required() && !emptyPayload) {
                    report(memberPath, null, "Member must not be null");
                }
            } else {
                value(member.shape(), value, memberPath, hidden);
            }
        }
    }

    private void value(Shape shape, Object value, Path path, boolean insideSensitive) {
        if (violations.size() >= MOST_VIOLATIONS) {
            return;
        }
        boolean hidden = insideSensitive || shape.sensitive();
        switch (shape) {
            case Shape.Structure structure -> {
                if (!structure.eventStream()) {
                    structure(structure, (Map<?, ?>) value, path, false, hidden);
                }
            }
            case Shape.Sequence sequence -> {
                List<?> list = (List<?>) value;
                length(list.size(), sequence.bounds(), path, null);
                for (int i = 0; i < list.size(); i++) {
                    value(sequence.member().shape(), list.get(i), new Path(path, Integer.toString(i + 1), ".member"),
                            hidden);
                }
            }
            case Shape.Mapping mapping -> {
                Map<?, ?> map = (Map<?, ?>) value;
                length(map.size(), mapping.bounds(), path, null);
                int position = 0;
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    position++;
                    // The keys of a sensitive map are as sensitive as its values: they are counted, as in a list.
                    String name = hidden || mapping.key().shape().sensitive()
                            ? Integer.toString(position)
                            : (String) entry.getKey();
                    value(mapping.key().shape(), entry.getKey(), new Path(path, name, ".key"), hidden);
                    value(mapping.value().shape(), entry.getValue(), new Path(path, name, ".member"), hidden);
                }
            }
            case Shape.Text text -> text(text, (String) value, path, hidden);
            case Shape.Numeric numeric -> range(numeric, (Number) value, path, hidden);
            case Shape.Blob blob -> length(((byte[]) value).length, blob.bounds(), path, null);
            case Shape.Bool bool -> {}
            case Shape.Timestamp timestamp -> {}
            case Shape.Document document -> {}
        }
    }

    private void text(Shape.Text shape, String value, Path path, boolean hidden) {
        String shown = hidden ? null : value;
        if (!shape.values().isEmpty() && !shape.values().contains(value)) {
            report(path, shown, "Member must satisfy enum value set: [" + String.join(", ", shape.values()) + "]");
        }
        boolean tooLong = length(value.codePointCount(0, value.length()), shape.bounds(), path, shown);
        // A pattern is tried only on lengths that are allowed: that is what bounds its cost.
        if (shape.pattern() != null && !tooLong && !Patterns.matches(shape.pattern(), value)) {
            report(path, shown, "Member must satisfy regular expression pattern: " + shape.pattern());
        }
    }

    /** Returns whether the value is longer than allowed. */
    private boolean length(int length, Bounds bounds, Path path, @Nullable String shown) {
        if (bounds.min() != null && length < bounds.min()) {
            report(path, shown, "Member must have length greater than or equal to " + whole(bounds.min()));
        }
        if (bounds.max() != null && length > bounds.max()) {
            report(path, shown, "Member must have length less than or equal to " + whole(bounds.max()));
            return true;
        }
        return false;
    }

    private void range(Shape.Numeric shape, Number value, Path path, boolean hidden) {
        String shown = hidden ? null : value.toString();
        // A float as it is written: 8.8 is not more than 8.8.
        double number = value instanceof Float ? Double.parseDouble(value.toString()) : value.doubleValue();
        if (shape.bounds().min() != null && !(number >= shape.bounds().min())) {
            report(path, shown, "Member must have value greater than or equal to " + whole(shape.bounds().min()));
        }
        if (shape.bounds().max() != null && !(number <= shape.bounds().max())) {
            report(path, shown, "Member must have value less than or equal to " + whole(shape.bounds().max()));
        }
    }

    /**
     * Where a value stands, written out only when there is something to report: it would be most of the work otherwise.
     *
     * @param name of a member or a key; the position of an element of a list or of a sensitive map, from 1
     * @param suffix what follows the name of an element: {@code .member} or {@code .key}
     */
    private record Path(@Nullable Path parent, String name, String suffix) {
        private static final int LONGEST_NAME = 256;

        @Override
        public String toString() {
            List<String> steps = new ArrayList<>();
            for (Path step = this; step != null; step = step.parent) {
                steps.add(shortened(step.name) + step.suffix);
            }
            return String.join(".", steps.reversed());
        }

        private static String shortened(String name) {
            if (name.length() <= LONGEST_NAME) {
                return name;
            }
            // Half a surrogate pair is no character.
            return name.substring(
                    0, Character.isHighSurrogate(name.charAt(LONGEST_NAME - 1)) ? LONGEST_NAME - 1 : LONGEST_NAME);
        }
    }

    private void report(Path path, @Nullable String value, String constraint) {
        String shown = value == null || value.length() > LONGEST_ECHO ? "Value" : "Value '" + value + "'";
        violations.add(shown + " at '" + path + "' failed to satisfy constraint: " + constraint);
    }

    private static String whole(double limit) {
        return limit == Math.rint(limit) && Math.abs(limit) < 1e15
                ? Long.toString((long) limit)
                : Double.toString(limit);
    }
}
