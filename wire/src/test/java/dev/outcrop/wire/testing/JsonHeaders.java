package dev.outcrop.wire.testing;

import java.util.List;
import java.util.Map;

import dev.outcrop.wire.bind.HeaderSource;
import org.jspecify.annotations.Nullable;

/** The headers of a request with a body of JSON. */
public enum JsonHeaders implements HeaderSource {
    JSON;

    @Override
    public @Nullable String get(String name) {
        return name.equalsIgnoreCase("Content-Type") ? "application/json" : null;
    }

    @Override
    public Iterable<Map.Entry<String, String>> all() {
        return List.of(Map.entry("Content-Type", "application/json"));
    }
}
