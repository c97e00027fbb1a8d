package dev.outcrop.server.access;

import java.util.Map;
import java.util.Optional;

import dev.outcrop.store.tag.TagStore;

/** What the store knows of resources. */
public final class StoredResources implements ResourceDirectory {
    private final TagStore tags;

    public StoredResources(TagStore tags) {
        this.tags = tags;
    }

    /** Nothing that is kept has a name that stands for it. */
    @Override
    public Optional<String> find(String type, String identifier) {
        return Optional.empty();
    }

    @Override
    public Map<String, String> tags(String arn) {
        return tags.list(arn).orElse(Map.of());
    }
}
