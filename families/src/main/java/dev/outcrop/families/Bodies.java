package dev.outcrop.families;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

/** Reads optional members of bodies that have been validated; a JSON null is absent. */
public final class Bodies {

    private Bodies() {}

    /** A number, or the default. */
    public static double number(JsonNode body, String key, double standard) {
        JsonNode value = body.path(key);
        return value.isNumber() ? value.doubleValue() : standard;
    }

    /** A whole number, or the default; what is larger than an int becomes the largest int. */
    public static int integer(JsonNode body, String key, int standard) {
        JsonNode value = body.path(key);
        if (!value.isNumber()) {
            return standard;
        }
        return (int) Math.clamp(value.doubleValue(), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** A list of strings; one string counts as a list of one. */
    public static List<String> texts(JsonNode body, String key) {
        JsonNode value = body.path(key);
        List<String> texts = new ArrayList<>();
        if (value.isString()) {
            texts.add(value.stringValue());
        }
        value.forEach(text -> texts.add(text.asString()));
        return texts;
    }
}
