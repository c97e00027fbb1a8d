package dev.outcrop.engines.gguf.grammar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lays out the states of a {@link Program}. Parts are appended: each method takes the state to begin at and returns the
 * state where its part has been read.
 */
final class ProgramBuilder {

    /** States of one grammar; about 100 bytes each. */
    private static final int MAX_STATES = 200_000;

    private final List<Program.State> states = new ArrayList<>();
    private int[] ruleStarts = new int[16];
    private int rules;
    private int character = -1;

    int state() {
        if (states.size() == MAX_STATES) {
            throw new SchemaException("", "it needs more than " + MAX_STATES + " states; it is too large.");
        }
        states.add(new Program.State());
        return states.size() - 1;
    }

    Program.State at(int state) {
        return states.get(state);
    }

    void bytes(int from, int lowest, int highest, int to) {
        at(from).edges = appended(at(from).edges, lowest, highest, to);
    }

    void epsilon(int from, int to) {
        at(from).epsilons = appended(at(from).epsilons, to);
    }

    void end(int state) {
        at(state).end = true;
    }

    private static int[] appended(int[] array, int... values) {
        int[] longer = Arrays.copyOf(array, array.length + values.length);
        System.arraycopy(values, 0, longer, array.length, values.length);
        return longer;
    }

    /** A rule without a beginning yet. */
    int rule() {
        if (rules == ruleStarts.length) {
            ruleStarts = Arrays.copyOf(ruleStarts, 2 * rules);
        }
        ruleStarts[rules] = state();
        return rules++;
    }

    int ruleStart(int rule) {
        return ruleStarts[rule];
    }

    int call(int from, int rule, int nesting) {
        int after = state();
        at(from).calls = appended(at(from).calls, rule, after, nesting);
        return after;
    }

    /** @param max {@link Grammar#UNBOUNDED} for any number */
    int repeat(int from, int rule, int min, int max) {
        int repeating = state();
        int after = state();
        epsilon(from, repeating);
        Program.State state = at(repeating);
        state.body = rule;
        state.min = min;
        state.max = max;
        state.next = after;
        return after;
    }

    int literal(int from, String text) {
        int at = from;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            int next = state();
            bytes(at, each & 0xff, each & 0xff, next);
            at = next;
        }
        return at;
    }

    /** One of the texts; common beginnings share their states. */
    int oneOf(int from, List<String> texts) {
        int after = state();
        int root = state();
        epsilon(from, root);
        for (String text : texts) {
            int at = root;
            for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
                int next = target(at, each & 0xff);
                if (next < 0) {
                    next = state();
                    bytes(at, each & 0xff, each & 0xff, next);
                }
                at = next;
            }
            epsilon(at, after);
        }
        return after;
    }

    private int target(int from, int value) {
        int[] edges = at(from).edges;
        for (int i = 0; i < edges.length; i += 3) {
            if (edges[i] == value) {
                return edges[i + 2];
            }
        }
        return -1;
    }

    /** A colon or comma and the space that may follow it. */
    int separator(int from, char separator) {
        int at = literal(from, String.valueOf(separator));
        int after = state();
        bytes(at, ' ', ' ', after);
        epsilon(at, after);
        return after;
    }

    /** A string of {@code min} to {@code max} characters of any kind, with its quotes. */
    int string(int from, int min, int max) {
        int at = literal(from, "\"");
        return literal(repeat(at, character(), min, max), "\"");
    }

    private int character() {
        if (character < 0) {
            character = rule();
            int from = ruleStart(character);
            int to = state();
            end(to);
            Utf8Ranges.add(this, from, 0x20, '"' - 1, to);
            Utf8Ranges.add(this, from, '"' + 1, '\\' - 1, to);
            Utf8Ranges.add(this, from, '\\' + 1, Character.MAX_CODE_POINT, to);
            int escape = literal(from, "\\");
            for (char each : "\"\\/bfnrt".toCharArray()) {
                bytes(escape, each, each, to);
            }
            unicodeEscape(escape, to);
        }
        return character;
    }

    /** Escapes of characters in the basic plane that are no surrogates: half a pair would be no character. */
    private void unicodeEscape(int escape, int to) {
        int u = literal(escape, "u");
        int last = state();
        int third = state();
        int second = state();
        int secondOfD = state();
        hexadecimal(last, to);
        hexadecimal(third, last);
        hexadecimal(second, third);
        bytes(secondOfD, '0', '7', third);
        bytes(u, '0', '9', second);
        for (char letter : "abcefABCEF".toCharArray()) {
            bytes(u, letter, letter, second);
        }
        bytes(u, 'd', 'd', secondOfD);
        bytes(u, 'D', 'D', secondOfD);
    }

    private void hexadecimal(int from, int to) {
        bytes(from, '0', '9', to);
        bytes(from, 'a', 'f', to);
        bytes(from, 'A', 'F', to);
    }

    Program build(int start) {
        return new Program(states, Arrays.copyOf(ruleStarts, rules), start, character);
    }
}
