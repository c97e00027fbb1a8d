package dev.outcrop.wire.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.outcrop.wire.error.UnknownOperationException;
import dev.outcrop.wire.model.ApiModel;
import dev.outcrop.wire.model.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operation of a method and path. Immutable and thread-safe.
 *
 * <p>A trie over segments: each node has its literal children and at most one label child, literals first. The raw path
 * is split before anything is decoded, so {@code %2F} stays inside its label; each label is decoded once.
 */
public final class Router {
    private static final String UNKNOWN = "The requested operation is not recognized by the service.";

    private final Node root = new Node();
    private final String basePath;

    /** Operations that end at a node, by method; a label's names belong to the operation, not to the node. */
    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private @Nullable Node label;
        private final Map<String, Target> targets = new HashMap<>();
    }

    private record Target(Operation operation, List<String> labelNames) {}

    /**
     * @param models every operation of these; their paths must not collide
     * @param basePath empty, or a path in front of every operation, without a slash at its end
     */
    public Router(List<ApiModel> models, String basePath) {
        this.basePath = basePath;
        for (ApiModel model : models) {
            model.operations().forEach(this::add);
        }
    }

    private void add(Operation operation) {
        Node node = root;
        List<String> labelNames = new ArrayList<>();
        String uri = operation.uri();
        int query = uri.indexOf('?');
        for (String segment : segments(query < 0 ? uri : uri.substring(0, query))) {
            if (segment.endsWith("+}")) {
                throw new IllegalArgumentException(operation.name() + " has a greedy label, which is not supported");
            }
            if (segment.startsWith("{")) {
                labelNames.add(segment.substring(1, segment.length() - 1));
                if (node.label == null) {
                    node.label = new Node();
                }
                node = node.label;
            } else {
                node = node.literals.computeIfAbsent(segment, name -> new Node());
            }
        }
        Target before = node.targets.put(operation.method(), new Target(operation, List.copyOf(labelNames)));
        if (before != null) {
            throw new IllegalArgumentException(
                    operation.name() + " and " + before.operation().name() + " have the same method and path");
        }
    }

    /**
     * @param rawPath as received: nothing decoded, no query
     * @throws UnknownOperationException when no operation has this method and path
     * @throws dev.outcrop.wire.error.ValidationException when a label is not valid percent-encoded UTF-8
     */
    public Route route(String method, String rawPath) {
        if (!rawPath.startsWith("/", basePath.length()) || !rawPath.startsWith(basePath)) {
            throw new UnknownOperationException(UNKNOWN);
        }
        List<String> segments = segments(rawPath.substring(basePath.length()));
        List<String> labels = new ArrayList<>(2);
        Target target = find(root, method, segments, 0, labels);
        if (target == null) {
            throw new UnknownOperationException(UNKNOWN);
        }
        Map<String, String> decoded = new HashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            decoded.put(target.labelNames().get(i), PercentDecoder.decode(labels.get(i)));
        }
        return new Route(target.operation(), decoded);
    }

    private static @Nullable Target find(
            Node node, String method, List<String> segments, int at, List<String> labels) {
        if (at == segments.size()) {
            return node.targets.get(method);
        }
        String segment = segments.get(at);
        Node literal = node.literals.get(segment);
        if (literal != null) {
            Target target = find(literal, method, segments, at + 1, labels);
            if (target != null) {
                return target;
            }
        }
        if (node.label != null && !segment.isEmpty()) {
            labels.add(segment);
            Target target = find(node.label, method, segments, at + 1, labels);
            if (target != null) {
                return target;
            }
            labels.removeLast();
        }
        return null;
    }

    /** The text between slashes of a path that begins with one. */
    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>(6);
        int from = 1;
        for (int slash = path.indexOf('/', from); slash >= 0; slash = path.indexOf('/', from)) {
            segments.add(path.substring(from, slash));
            from = slash + 1;
        }
        segments.add(path.substring(from));
        return segments;
    }
}
