package dev.outcrop.wire.route;

import java.util.Map;

import dev.outcrop.wire.model.Operation;

/**
 * An operation, and what stood in its path.
 *
 * @param labels decoded, by member name of the template
 */
public record Route(Operation operation, Map<String, String> labels) {
    public Route {
        labels = Map.copyOf(labels);
    }
}
