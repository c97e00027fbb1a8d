package dev.outcrop.server.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.outcrop.wire.error.ValidationException;

/** Tags as requests carry them, and what the API model cannot say about them. */
public final class Tags {
    private static final String RESERVED = "aws:";

    private Tags() {}

    /**
     * Tags by key.
     *
     * @param list structures with {@code key} and {@code value}, validated by the API model
     * @throws ValidationException when a key comes twice or is reserved
     */
    public static Map<String, String> of(List<Object> list) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Object each : list) {
            Map<?, ?> tag = (Map<?, ?>) each;
            String key = String.valueOf(tag.get("key"));
            if (key.toLowerCase(Locale.ROOT).startsWith(RESERVED)) {
                throw new ValidationException("Tag keys that start with aws: are reserved.");
            }
            if (tags.put(key, String.valueOf(tag.get("value"))) != null) {
                throw new ValidationException("Tag keys must be unique; " + key + " comes more than once.");
            }
        }
        return tags;
    }

    /** The reverse. */
    public static List<Map<String, String>> list(Map<String, String> tags) {
        return tags.entrySet().stream().map(tag -> Map.of("key", tag.getKey(), "value", tag.getValue())).toList();
    }
}
