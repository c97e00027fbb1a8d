package dev.outcrop.storage;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A part of a listing.
 *
 * @param objects in the order of their keys' UTF-8 bytes
 * @param next the key after which to go on, or null when there are no more
 */
public record ObjectPage(List<ObjectSummary> objects, @Nullable String next) {

    public ObjectPage {
        objects = List.copyOf(objects);
    }
}
