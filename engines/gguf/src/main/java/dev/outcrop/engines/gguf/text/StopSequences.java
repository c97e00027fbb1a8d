package dev.outcrop.engines.gguf.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import dev.outcrop.inference.UnsupportedRequestException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first stop sequence in text that comes in pieces. Not thread-safe.
 *
 * <p>An Aho–Corasick automaton (Aho and Corasick, 1975) over the sequences: the depth of its state is the length of the
 * longest end of the text that a sequence begins with, which is exactly what has to be held back. The match that is
 * complete first wins, so that a generation stops at once; of two that end together, the longer.
 *
 * <p>Making it takes time and memory in proportion to the sequences' characters, of which there may be
 * {@link #MOST_CHARACTERS}.
 */
final class StopSequences {

    /** About 200 bytes of automaton each. */
    private static final int MOST_CHARACTERS = 65_536;

    private static final class Node {
        private final Map<Character, Node> next = new HashMap<>(2);
        private final int depth;
        private @Nullable Node fallback;
        /** The longest sequence that ends here, through fallbacks too. */
        private @Nullable String match;

        Node(int depth) {
            this.depth = depth;
        }
    }

    private final Node root = new Node(0);
    private final StringBuilder held = new StringBuilder();
    private Node state = root;
    private @Nullable String matched;

    /** @throws UnsupportedRequestException when the sequences are too long together */
    StopSequences(List<String> sequences) {
        if (sequences.stream().mapToLong(String::length).sum() > MOST_CHARACTERS) {
            throw new UnsupportedRequestException("The stop sequences have more than " + MOST_CHARACTERS
                    + " characters together, the most that this model can look for.");
        }
        for (String sequence : sequences) {
            if (!sequence.isEmpty() && isWellFormed(sequence)) {
                Node node = root;
                for (int i = 0; i < sequence.length(); i++) {
                    int depth = i + 1;
                    node = node.next.computeIfAbsent(sequence.charAt(i), c -> new Node(depth));
                }
                node.match = sequence;
            }
        }
        link();
    }

    /** Half a surrogate pair is in no text; looking for it would cut characters apart. */
    private static boolean isWellFormed(String sequence) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(sequence);
    }

    private void link() {
        Queue<Node> queue = new ArrayDeque<>();
        root.next.values().forEach(child -> {
            child.fallback = root;
            queue.add(child);
        });
        for (Node node = queue.poll(); node != null; node = queue.poll()) {
            for (Map.Entry<Character, Node> entry : node.next.entrySet()) {
                Node child = entry.getValue();
                child.fallback = step(node.fallback, entry.getKey());
                if (child.match == null) {
                    child.match = child.fallback.match;
                }
                queue.add(child);
            }
        }
    }

    private Node step(@Nullable Node from, char c) {
        for (Node node = from; node != null; node = node.fallback) {
            Node next = node.next.get(c);
            if (next != null) {
                return next;
            }
        }
        return root;
    }

    /** Adds text; returns what can be shown. */
    String push(String text) {
        if (matched != null) {
            return "";
        }
        for (int i = 0; i < text.length(); i++) {
            held.append(text.charAt(i));
            state = step(state, text.charAt(i));
            String match = state.match;
            if (match != null) {
                matched = match;
                held.setLength(held.length() - match.length());
                return take(held.length());
            }
        }
        return take(held.length() - state.depth);
    }

    String flush() {
        return matched == null ? take(held.length()) : "";
    }

    @Nullable
    String matched() {
        return matched;
    }

    private String take(int length) {
        String shown = held.substring(0, length);
        held.delete(0, length);
        return shown;
    }
}
