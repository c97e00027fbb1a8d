package dev.outcrop.wire.bind;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The input of one call, by member name, with the Java types that {@link dev.outcrop.wire.model.Shape} states. */
public final class BoundInput {
    private final Map<String, Object> values;

    BoundInput(Map<String, Object> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /** Every member that is set. */
    public Map<String, Object> asMap() {
        return values;
    }

    /** A member of any type, or null. */
    public @Nullable Object get(String member) {
        return values.get(member);
    }

    /** A string member, or null. */
    public @Nullable String string(String member) {
        return (String) values.get(member);
    }

    /** An integer member, or null. */
    public @Nullable Integer integer(String member) {
        return (Integer) values.get(member);
    }

    /** A boolean member, or null. */
    public @Nullable Boolean bool(String member) {
        return (Boolean) values.get(member);
    }

    /** A list member; empty when it is not set. */
    @SuppressWarnings("unchecked") // the binder builds lists of objects for sequence shapes
    public List<Object> list(String member) {
        return (List<Object>) values.getOrDefault(member, List.of());
    }

    /** A structure or map member; empty when it is not set. */
    @SuppressWarnings("unchecked") // the binder builds maps by name for structure and map shapes
    public Map<String, Object> structure(String member) {
        return (Map<String, Object>) values.getOrDefault(member, Map.of());
    }
}
