package dev.outcrop.access.policy;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Numbers, dates and binary values as policies and calls write them. Null stands for what is none. */
final class Scalars {
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,30}(?:\\.[0-9]{1,30})?");
    private static final Pattern EPOCH = Pattern.compile("-?[0-9]{5,11}");

    /** The forms of ISO 8601 that the W3C note "Date and Time Formats" lists. */
    private static final Pattern DATE = Pattern.compile(
            "([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})"
                    + "(?:T([0-9]{2}:[0-9]{2})(:[0-9]{2}(?:\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2}))?)?)?");

    private Scalars() {}

    static @Nullable BigDecimal number(String text) {
        return text.length() <= 62 && NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
    }

    /** A date, or seconds since 1970; four digits alone are a year. */
    static @Nullable Instant instant(String text) {
        if (text.length() > 40) {
            return null;
        }
        if (EPOCH.matcher(text).matches()) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        var date = DATE.matcher(text);
        if (!date.matches()) {
            return null;
        }
        try {
            String day = date.group(1) + "-" + orFirst(date.group(2)) + "-" + orFirst(date.group(3));
            if (date.group(4) == null) {
                return LocalDate.parse(day).atStartOfDay().toInstant(ZoneOffset.UTC);
            }
            String seconds = date.group(5) == null ? ":00" : date.group(5);
            return OffsetDateTime.parse(day + "T" + date.group(4) + seconds + date.group(6)).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String orFirst(@Nullable String part) {
        return part == null ? "01" : part;
    }

    static byte @Nullable [] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
