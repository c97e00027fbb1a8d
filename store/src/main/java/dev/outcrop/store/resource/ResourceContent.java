package dev.outcrop.store.resource;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What can change of a resource.
 *
 * @param name at most 256 characters
 * @param status in the words of its kind, at most 32 characters
 * @param modelArn the model that it is about, to list by; null when it is about none
 * @param uses ARNs of resources of the same account and region that must stay while this is so
 * @param document JSON; its owner knows what is in it
 */
public record ResourceContent(
        String name, String status, @Nullable String modelArn, Set<String> uses, String document) {

    public ResourceContent {
        uses = Set.copyOf(uses);
    }

    /** The same under another status. */
    public ResourceContent withStatus(String changed) {
        return new ResourceContent(name, changed, modelArn, uses, document);
    }

    /** The same with another document. */
    public ResourceContent withDocument(String changed) {
        return new ResourceContent(name, status, modelArn, uses, changed);
    }

    /** The same, holding on to other resources. */
    public ResourceContent withUses(Set<String> changed) {
        return new ResourceContent(name, status, modelArn, changed, document);
    }
}
