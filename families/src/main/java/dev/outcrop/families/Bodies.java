package dev.outcrop.families;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

/** Reads optional members of bodies that have been validated; a JSON null is absent. */
public final class Bodies {

    private Bodies() {}

    /** A number, or the default; what is too large for a double becomes infinite. */
    public static double number(JsonNode body, String key, double standard) {
        JsonNode value = body.path(key);
        // By way of BigDecimal, because the node itself refuses what no double can hold, such as 1e400.
        return value.isNumber() ? value.decimalValue().doubleValue() : standard;
    }

    /** A whole number, or the default; what is larger than an int becomes the largest int. */
    public static int integer(JsonNode body, String key, int standard) {
        return (int) Math.clamp(number(body, key, standard), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** Stop sequences; one string counts as a list of one, and an empty one stops nothing. */
    public static List<String> stops(JsonNode body, String key) {
        JsonNode value = body.path(key);
        List<String> texts = new ArrayList<>();
        if (value.isString()) {
            texts.add(value.stringValue());
        }
        value.forEach(text -> texts.add(text.asString()));
        texts.removeIf(String::isEmpty);
        return texts;
    }
}
