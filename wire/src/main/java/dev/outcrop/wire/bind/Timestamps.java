package dev.outcrop.wire.bind;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

import dev.outcrop.wire.error.SerializationException;
import dev.outcrop.wire.model.Shape.Timestamp.Format;

/** Timestamps as text, in the three formats of the protocol. */
final class Timestamps {

    /** RFC 9110 fixed date, with an optional fraction of a second. */
    private static final DateTimeFormatter HTTP_DATE = new DateTimeFormatterBuilder()
            .appendPattern("EEE, dd MMM uuuu HH:mm:ss")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd()
            .appendLiteral(" GMT")
            .toFormatter(Locale.ENGLISH);

    private static final Pattern ISO_8601 = Pattern
            .compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?[Zz]");
    private static final Pattern EPOCH_SECONDS = Pattern.compile("-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,9})?");
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

    private Timestamps() {}

    /** @throws SerializationException when the text is not in the format */
    static Instant parse(String text, Format format) {
        try {
            return switch (format) {
                case ISO_8601 -> iso8601(text);
                case HTTP_DATE -> LocalDateTime.parse(text, HTTP_DATE).toInstant(ZoneOffset.UTC);
                case EPOCH_SECONDS, UNSET -> epochSeconds(text);
            };
        } catch (DateTimeException | ArithmeticException e) {
            throw notATimestamp(text);
        }
    }

    /** Seconds since 1970 with an optional fraction. */
    static Instant epochSeconds(String text) {
        if (!EPOCH_SECONDS.matcher(text).matches()) {
            throw notATimestamp(text);
        }
        BigDecimal seconds = new BigDecimal(text);
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
                whole.longValueExact(), seconds.subtract(whole).multiply(NANOS).longValue());
    }

    private static Instant iso8601(String text) {
        if (!ISO_8601.matcher(text).matches()) {
            throw notATimestamp(text);
        }
        return Instant.parse(text.toUpperCase(Locale.ROOT));
    }

    /** Writes a timestamp; fractions only where there are any. */
    static String format(Instant instant, Format format) {
        return switch (format) {
            case ISO_8601 -> DateTimeFormatter.ISO_INSTANT.format(instant);
            case HTTP_DATE ->
                instant.equals(instant.truncatedTo(ChronoUnit.SECONDS))
                        ? DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
                                .format(instant.atOffset(ZoneOffset.UTC))
                        : HTTP_DATE.format(instant.atOffset(ZoneOffset.UTC).toLocalDateTime());
            case EPOCH_SECONDS, UNSET -> epoch(instant).toPlainString();
        };
    }

    /** Seconds since 1970 as a number without needless digits. */
    static BigDecimal epoch(Instant instant) {
        BigDecimal seconds = BigDecimal.valueOf(instant.getEpochSecond()).add(BigDecimal.valueOf(instant.getNano(), 9));
        BigDecimal shortest = seconds.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }

    private static SerializationException notATimestamp(String text) {
        return new SerializationException("Not a timestamp: " + Excerpt.of(text));
    }
}
