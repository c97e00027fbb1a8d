package dev.outcrop.engines.gguf.template.jinja;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The one kind of object that a template can change: {@code namespace()}. Equal only to itself. */
final class Namespace {

    private final Map<String, @Nullable Object> attributes;

    Namespace(Map<String, @Nullable Object> attributes) {
        this.attributes = new HashMap<>(attributes);
    }

    Map<String, @Nullable Object> attributes() {
        return attributes;
    }
}
