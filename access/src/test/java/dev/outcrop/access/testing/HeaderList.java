package dev.outcrop.access.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.outcrop.wire.bind.HeaderSource;
import org.jspecify.annotations.Nullable;

/** Headers in the order received. */
public record HeaderList(List<Map.Entry<String, String>> all) implements HeaderSource {

    /** From names and values in turn. */
    public static HeaderList of(String... namesAndValues) {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.add(Map.entry(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new HeaderList(all);
    }

    @Override
    public @Nullable String get(String name) {
        return all.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** With one value replaced, or the header added. */
    public HeaderList with(String name, String value) {
        List<Map.Entry<String, String>> changed = new ArrayList<>(all);
        changed.removeIf(header -> header.getKey().equalsIgnoreCase(name));
        changed.add(Map.entry(name, value));
        return new HeaderList(changed);
    }

    /** Without one. */
    public HeaderList without(String name) {
        List<Map.Entry<String, String>> changed = new ArrayList<>(all);
        changed.removeIf(header -> header.getKey().equalsIgnoreCase(name));
        return new HeaderList(changed);
    }
}
