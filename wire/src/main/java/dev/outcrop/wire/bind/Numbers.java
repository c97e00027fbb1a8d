package dev.outcrop.wire.bind;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

import dev.outcrop.wire.error.SerializationException;
import dev.outcrop.wire.model.Shape.Numeric.Kind;

/** Numbers as text: strict, within their type's range, bounded in what a hostile exponent can cost. */
final class Numbers {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,6})?");

    /** More digits than this no type can hold; expanding them would cost memory and time. */
    private static final int MOST_DIGITS = 400;

    private Numbers() {}

    /** @throws SerializationException when the text is no number of this kind */
    static Object parse(String text, Kind kind) {
        if (text.length() > MOST_DIGITS || !NUMBER.matcher(text).matches()) {
            throw notA(kind, text);
        }
        return switch (kind) {
            case BYTE -> (byte) integral(text, Byte.MIN_VALUE, Byte.MAX_VALUE, kind);
            case SHORT -> (short) integral(text, Short.MIN_VALUE, Short.MAX_VALUE, kind);
            case INTEGER -> (int) integral(text, Integer.MIN_VALUE, Integer.MAX_VALUE, kind);
            case LONG -> integral(text, Long.MIN_VALUE, Long.MAX_VALUE, kind);
            case FLOAT -> finite(Float.parseFloat(text), text, kind);
            case DOUBLE -> finite(Double.parseDouble(text), text, kind);
        };
    }

    /** The values that JSON has no number for. */
    static Object special(String text, Kind kind) {
        double value = switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw notA(kind, text);
        };
        return kind == Kind.FLOAT ? (Object) (float) value : (Object) value;
    }

    /** Any JSON number, exactly; its exponent has at most six digits, so that writing it out cannot take all memory. */
    static BigDecimal decimal(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new SerializationException("Not a number in range: " + Excerpt.of(text));
        }
        return new BigDecimal(text);
    }

    /** The same number without an exponent. */
    static String plain(String text) {
        if (text.length() > MOST_DIGITS || !NUMBER.matcher(text).matches()) {
            throw new SerializationException("Not a number: " + Excerpt.of(text));
        }
        BigDecimal number = new BigDecimal(text);
        if (Math.abs((long) number.scale()) > MOST_DIGITS) {
            throw new SerializationException("Not a number in range: " + Excerpt.of(text));
        }
        return number.toPlainString();
    }

    private static long integral(String text, long min, long max, Kind kind) {
        if (text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            throw notA(kind, text);
        }
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw notA(kind, text);
        }
        throw notA(kind, text);
    }

    private static Object finite(double value, String text, Kind kind) {
        if (Double.isInfinite(value)) {
            throw notA(kind, text);
        }
        return kind == Kind.FLOAT ? (Object) (float) value : (Object) value;
    }

    private static SerializationException notA(Kind kind, String text) {
        return new SerializationException("Not a number of type " + kind.name().toLowerCase(Locale.ROOT) + ": "
                + Excerpt.of(text));
    }
}
