package dev.outcrop.engines.gguf.template;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Dates as C's {@code strftime} writes them in English. */
final class DateText {

    private static final Map<Character, DateTimeFormatter> CONVERSIONS = Map.ofEntries(
            pattern('d', "dd"), pattern('b', "MMM"), pattern('h', "MMM"), pattern('B', "MMMM"), pattern('m', "MM"),
            pattern('Y', "yyyy"), pattern('y', "yy"), pattern('a', "EEE"), pattern('A', "EEEE"), pattern('H', "HH"),
            pattern('I', "hh"), pattern('M', "mm"), pattern('S', "ss"), pattern('p', "a"), pattern('j', "DDD"),
            pattern('F', "yyyy-MM-dd"), pattern('T', "HH:mm:ss"));

    private DateText() {}

    private static Map.Entry<Character, DateTimeFormatter> pattern(char conversion, String pattern) {
        return Map.entry(conversion, DateTimeFormatter.ofPattern(pattern, Locale.US));
    }

    /** Conversions without a meaning here stay as they are; {@code %-d} drops leading zeros. */
    static String format(String format, LocalDateTime time) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            boolean plain = format.charAt(i + 1) == '-' && i + 2 < format.length();
            char conversion = format.charAt(plain ? i + 2 : i + 1);
            DateTimeFormatter formatter = CONVERSIONS.get(conversion);
            if (formatter == null) {
                out.append(conversion == '%' ? "%" : "%" + conversion);
            } else {
                String text = time.format(formatter);
                out.append(plain ? text.replaceFirst("^0+(?=.)", "") : text);
            }
            i += plain ? 2 : 1;
        }
        return out.toString();
    }
}
