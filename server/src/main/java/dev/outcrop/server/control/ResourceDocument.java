package dev.outcrop.server.control;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The document that the store keeps of a resource: members that its caller wrote, and what became of them. Immutable. */
public final class ResourceDocument {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Map<String, Object> members;

    private ResourceDocument(Map<String, Object> members) {
        this.members = members;
    }

    /** An empty one. */
    public static ResourceDocument empty() {
        return new ResourceDocument(Map.of());
    }

    /** Reads what {@link #json} wrote. */
    public static ResourceDocument of(String json) {
        return new ResourceDocument(MAPPER.readValue(json, new TypeReference<>() {
        }));
    }

    /** The same with a member that is a string, a number, a list or a map; null takes it away. */
    public ResourceDocument with(String member, @Nullable Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(members);
        if (value == null) {
            changed.remove(member);
        } else {
            changed.put(member, value);
        }
        return new ResourceDocument(changed);
    }

    /** A member of any type; null when there is none. */
    public @Nullable Object get(String member) {
        return members.get(member);
    }

    /** A string; null when there is none. */
    public @Nullable String string(String member) {
        return (String) members.get(member);
    }

    /** A whole number; null when there is none. */
    public @Nullable Long number(String member) {
        return members.get(member) instanceof Number number ? number.longValue() : null;
    }

    /** All of it as text. */
    public String json() {
        return MAPPER.writeValueAsString(members);
    }
}
