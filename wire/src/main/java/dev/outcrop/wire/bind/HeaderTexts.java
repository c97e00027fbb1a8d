package dev.outcrop.wire.bind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

import dev.outcrop.wire.error.SerializationException;
import dev.outcrop.wire.model.Member;
import dev.outcrop.wire.model.Shape;
import dev.outcrop.wire.model.Shape.Timestamp.Format;
import org.jspecify.annotations.Nullable;

/** Values written as plain text: in labels, queries and headers. */
final class HeaderTexts {

    private HeaderTexts() {}

    /** One value. */
    static Object value(String text, Member member, Format standard) {
        return value(text, member.shape(), member.timestampFormat(), standard);
    }

    /** The values of a list, each already cut out. */
    static List<Object> list(List<String> texts, Shape.Sequence sequence, Format standard) {
        List<Object> values = new ArrayList<>();
        for (String text : texts) {
            values.add(value(text, sequence.member().shape(), Format.UNSET, standard));
        }
        return values;
    }

    private static Object value(String text, Shape shape, Format memberFormat, Format standard) {
        return switch (shape) {
            case Shape.Text string -> text;
            case Shape.Numeric numeric -> number(text.strip(), numeric);
            case Shape.Bool bool -> bool(text.strip());
            case Shape.Timestamp timestamp -> Timestamps.parse(text.strip(), format(timestamp, memberFormat, standard));
            case Shape.Blob blob -> throw unreadable(shape);
            case Shape.Sequence sequence -> throw unreadable(shape);
            case Shape.Mapping mapping -> throw unreadable(shape);
            case Shape.Structure structure -> throw unreadable(shape);
            case Shape.Document document -> throw unreadable(shape);
        };
    }

    private static Format format(Shape.Timestamp timestamp, Format memberFormat, Format standard) {
        if (memberFormat != Format.UNSET) {
            return memberFormat;
        }
        return timestamp.format() == Format.UNSET ? standard : timestamp.format();
    }

    private static Object number(String text, Shape.Numeric numeric) {
        boolean floating = numeric.kind() == Shape.Numeric.Kind.FLOAT || numeric.kind() == Shape.Numeric.Kind.DOUBLE;
        if (floating && (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity"))) {
            return Numbers.special(text, numeric.kind());
        }
        return Numbers.parse(text, numeric.kind());
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new SerializationException("Expected true or false, found " + Excerpt.of(text) + ".");
        };
    }

    private static IllegalStateException unreadable(Shape shape) {
        return new IllegalStateException("The model binds " + shape.name() + " to a place that cannot hold it.");
    }

    /** The elements of a comma-separated header; quoted ones may hold commas, HTTP dates do. */
    static List<String> split(String text, Shape.Sequence sequence) {
        boolean dates = sequence.member().shape() instanceof Shape.Timestamp timestamp
                && (timestamp.format() == Format.UNSET || timestamp.format() == Format.HTTP_DATE);
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        int commas = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\' && i + 1 < text.length()) {
                    part.append(text.charAt(++i));
                } else if (c == '"') {
                    quoted = false;
                } else {
                    part.append(c);
                }
            } else if (c == '"' && part.toString().isBlank()) {
                part.setLength(0);
                quoted = true;
            } else if (c == ',' && !(dates && commas++ % 2 == 0)) {
                parts.add(part.toString().strip());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().strip());
        return parts;
    }

    /** The values of every header of that name, as one. */
    static String joined(String name, HeaderSource headers) {
        StringJoiner values = new StringJoiner(",");
        for (Map.Entry<String, String> header : headers.all()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                values.add(header.getValue());
            }
        }
        return values.toString();
    }

    /** Every header that begins with the member's prefix, by what follows it. */
    static @Nullable Map<String, Object> map(Member member, HeaderSource headers) {
        Map<String, Object> values = new LinkedHashMap<>();
        String prefix = member.wireName();
        for (Map.Entry<String, String> header : headers.all()) {
            String name = header.getKey();
            if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                values.put(name.substring(prefix.length()), header.getValue());
            }
        }
        return values.isEmpty() ? null : values;
    }
}
