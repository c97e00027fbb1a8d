package dev.outcrop.wire.bind;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.outcrop.wire.error.SerializationException;
import dev.outcrop.wire.model.Member;
import dev.outcrop.wire.model.Shape;
import dev.outcrop.wire.model.Shape.Timestamp.Format;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads JSON into values by the schema, one token at a time.
 *
 * <p>Unknown members are skipped, {@code null} is absent, a value of the wrong type is a {@link SerializationException}.
 * Depth and number length are bounded by the parser.
 */
final class JsonValues {
    private final JsonParser parser;

    JsonValues(JsonParser parser) {
        this.parser = parser;
    }

    /** The value at the current token; null for JSON's null. */
    @Nullable
    Object read(Shape shape, Format memberFormat) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        return switch (shape) {
            case Shape.Structure structure -> structure(structure);
            case Shape.Sequence sequence -> sequence(sequence);
            case Shape.Mapping mapping -> mapping(mapping);
            case Shape.Text text -> text();
            case Shape.Numeric numeric -> number(numeric.kind());
            case Shape.Bool bool -> bool();
            case Shape.Blob blob -> blob();
            case Shape.Timestamp timestamp ->
                timestamp(memberFormat == Format.UNSET ? timestamp.format() : memberFormat);
            case Shape.Document document -> document();
        };
    }

    private Map<String, Object> structure(Shape.Structure structure) {
        expect(JsonToken.START_OBJECT, "an object");
        Map<String, Object> values = new LinkedHashMap<>();
        boolean unknown = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            Member member = bodyMember(structure, name);
            if (member == null) {
                unknown |= parser.currentToken() != JsonToken.VALUE_NULL && !name.equals("__type");
                parser.skipChildren();
                continue;
            }
            // A name that is there twice has its last value.
            Object value = read(member.shape(), member.timestampFormat());
            if (value == null) {
                values.remove(member.name());
            } else {
                values.put(member.name(), value);
            }
        }
        if (structure.union() && (values.size() != 1 || unknown)) {
            throw new SerializationException("A union needs exactly one member: " + structure.name());
        }
        return values;
    }

    private static @Nullable Member bodyMember(Shape.Structure structure, String wireName) {
        for (Member member : structure.members()) {
            if (member.location() == Member.Location.BODY && member.wireName().equals(wireName)) {
                return member;
            }
        }
        return null;
    }

    private List<Object> sequence(Shape.Sequence sequence) {
        expect(JsonToken.START_ARRAY, "an array");
        List<Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object value = read(sequence.member().shape(), Format.UNSET);
            if (value == null) {
                throw new SerializationException("A list must not contain null.");
            }
            values.add(value);
        }
        return values;
    }

    private Map<String, Object> mapping(Shape.Mapping mapping) {
        expect(JsonToken.START_OBJECT, "an object");
        Map<String, Object> values = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = unicode(parser.currentName());
            parser.nextToken();
            Object value = read(mapping.value().shape(), Format.UNSET);
            if (value == null) {
                throw new SerializationException("A map must not contain null.");
            }
            values.put(key, value);
        }
        return values;
    }

    private String text() {
        expect(JsonToken.VALUE_STRING, "a string");
        return unicode(parser.getString());
    }

    /** Escapes can spell half a character, which no text that leaves again could hold. */
    private static String unicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new SerializationException("A string contains an unpaired surrogate.");
                }
                i++;
            }
        }
        return text;
    }

    private Boolean bool() {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw unexpected("true or false");
        };
    }

    private Object number(Shape.Numeric.Kind kind) {
        boolean floating = kind == Shape.Numeric.Kind.FLOAT || kind == Shape.Numeric.Kind.DOUBLE;
        if (floating && parser.currentToken() == JsonToken.VALUE_STRING) {
            return Numbers.special(parser.getString(), kind);
        }
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                && parser.currentToken() != JsonToken.VALUE_NUMBER_FLOAT) {
            throw unexpected("a number");
        }
        return Numbers.parse(parser.getString(), kind);
    }

    private byte[] blob() {
        String text = text();
        if (text.length() % 4 != 0) {
            // Java's decoder would do without the padding.
            throw new SerializationException("Not valid base64.");
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new SerializationException("Not valid base64.");
        }
    }

    private Object timestamp(Format format) {
        if (format == Format.EPOCH_SECONDS || format == Format.UNSET) {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                    && parser.currentToken() != JsonToken.VALUE_NUMBER_FLOAT) {
                throw unexpected("a number of seconds");
            }
            return Timestamps.epochSeconds(Numbers.plain(parser.getString()));
        }
        return Timestamps.parse(text(), format);
    }

    /** Any JSON value; numbers as {@link Long} or {@link BigDecimal}. */
    private Object document() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = unicode(parser.currentName());
                    parser.nextToken();
                    values.put(name, parser.currentToken() == JsonToken.VALUE_NULL ? null : document());
                }
                yield values;
            }
            case START_ARRAY -> {
                List<@Nullable Object> values = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    values.add(parser.currentToken() == JsonToken.VALUE_NULL ? null : document());
                }
                yield values;
            }
            case VALUE_STRING -> unicode(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                BigDecimal number = Numbers.decimal(parser.getString());
                yield number.scale() <= 0 && number.precision() - number.scale() <= 18
                        ? (Object) number.longValueExact()
                        : number;
            }
            default -> throw unexpected("a value");
        };
    }

    private void expect(JsonToken token, String what) {
        if (parser.currentToken() != token) {
            throw unexpected(what);
        }
    }

    private SerializationException unexpected(String what) {
        String where = parser.currentName() == null ? "" : " at " + Excerpt.of(parser.currentName());
        return new SerializationException("Expected " + what + where + ".");
    }
}
