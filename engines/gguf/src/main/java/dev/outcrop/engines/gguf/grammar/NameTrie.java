package dev.outcrop.engines.gguf.grammar;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Names that are taken, so that another can be told from them byte by byte. */
final class NameTrie {

    private static final int LONGEST_REST = 64;

    private final Map<Character, NameTrie> next = new TreeMap<>();
    private boolean taken;

    private NameTrie() {}

    static NameTrie of(List<String> names) {
        NameTrie root = new NameTrie();
        for (String name : names) {
            NameTrie node = root;
            for (int i = 0; i < name.length(); i++) {
                node = node.next.computeIfAbsent(name.charAt(i), key -> new NameTrie());
            }
            node.taken = true;
        }
        return root;
    }

    /** A letter, digit, underscore or hyphen. */
    static void addWordByte(ProgramBuilder builder, int from, int to) {
        for (char c = '-'; c <= 'z'; c++) {
            if (isWord(c)) {
                builder.bytes(from, c, c, to);
            }
        }
    }

    private static boolean isWord(char c) {
        return c == '-' || c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    /**
     * Appends the names that are not taken and not empty.
     *
     * @param free a rule that reads one byte of a name
     * @param after where a name has been read
     */
    void add(ProgramBuilder builder, int from, int free, int after, boolean first) {
        if (!first && !taken) {
            builder.epsilon(from, after);
        }
        int other = builder.state();
        for (char c = '-'; c <= 'z'; c++) {
            NameTrie child = next.get(c);
            if (child != null) {
                int to = builder.state();
                builder.bytes(from, c, c, to);
                child.add(builder, to, free, after, false);
            } else if (isWord(c)) {
                builder.bytes(from, c, c, other);
            }
        }
        builder.epsilon(builder.repeat(other, free, 0, LONGEST_REST), after);
    }
}
