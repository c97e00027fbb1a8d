package dev.outcrop.engines.gguf.template.jinja;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The arguments that a filter or method was given. */
record Given(String to, List<@Nullable Object> positional, Map<String, @Nullable Object> named) {

    @Nullable
    Object required(int place) {
        if (place >= positional.size()) {
            throw new JinjaException(to + " needs " + (place + 1) + " argument(s)");
        }
        return positional.get(place);
    }

    /** Null stands for none and for absent. */
    @Nullable
    Object optional(int place, String name) {
        return place < positional.size() ? positional.get(place) : named.get(name);
    }

    boolean has(int place, String name) {
        return place < positional.size() || named.containsKey(name);
    }

    String text(int place) {
        return Values.string(required(place));
    }

    int whole(int place, String name, int absent) {
        Object value = optional(place, name);
        return value == null ? absent : Values.index(value);
    }

    boolean flag(int place, String name) {
        return Values.isTrue(optional(place, name));
    }

    /** One text, or any of several. */
    List<String> anyText(int place) {
        return required(place) instanceof List<?> several
                ? several.stream().map(Values::string).toList()
                : List.of(text(place));
    }

    static List<@Nullable Object> listOf(@Nullable Object... items) {
        return new ArrayList<>(Arrays.asList(items));
    }
}
