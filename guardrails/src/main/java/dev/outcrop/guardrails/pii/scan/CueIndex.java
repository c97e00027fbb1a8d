package dev.outcrop.guardrails.pii.scan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Where the cues of a text are. Words are compared whatever their case; {@code camelCase} and {@code snake_case} names
 * count as words, so that keys of JSON and variables label their values. At each word the longest phrase wins.
 */
final class CueIndex {
    private static final int LONGEST_GAP = 3;
    private static final int LONGEST_WORD = 24;
    private static final Node ROOT = root();

    private final Map<Cue, Places> places = new EnumMap<>(Cue.class);
    private final String text;

    private record Word(String text, int start, int end) {}

    CueIndex(String text, List<Token> tokens) {
        this.text = text;
        Words words = new Words(text, tokens);
        for (int first = 0; first < words.size(); first++) {
            Match match = longest(words, first);
            if (match != null) {
                for (Cue cue : match.cues) {
                    places.computeIfAbsent(cue, _ -> new Places())
                            .add(words.get(first).start, words.get(match.last).end);
                }
                first = match.last;
            }
        }
    }

    int count(Cue cue) {
        Places of = places.get(cue);
        return of == null ? 0 : of.count;
    }

    int start(Cue cue, int n) {
        return places(cue).bounds[2 * n];
    }

    int end(Cue cue, int n) {
        return places(cue).bounds[2 * n + 1];
    }

    /** The last occurrence that ends there or before, or -1. */
    int lastEndingBy(Cue cue, int index) {
        int low = 0;
        int high = count(cue) - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (end(cue, middle) <= index) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    private Places places(Cue cue) {
        Places of = places.get(cue);
        if (of == null) {
            throw new IndexOutOfBoundsException(cue.name());
        }
        return of;
    }

    private record Match(List<Cue> cues, int last) {}

    private @Nullable Match longest(Words words, int first) {
        Node node = ROOT;
        Match longest = null;
        for (int i = first; i < words.size(); i++) {
            Word word = words.get(i);
            if (i > first && !joined(words.get(i - 1).end, word.start)) {
                break;
            }
            node = node.next.get(word.text);
            if (node == null) {
                break;
            }
            if (!node.cues.isEmpty()) {
                longest = new Match(node.cues, i);
            }
        }
        return longest;
    }

    private boolean joined(int from, int to) {
        if (to - from > LONGEST_GAP) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (" -_'’./\n#".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Occurrences of one cue: start and end in turn. */
    private static final class Places {
        private int[] bounds = new int[8];
        private int count;

        private void add(int start, int end) {
            if (bounds.length == 2 * count) {
                bounds = Arrays.copyOf(bounds, 2 * bounds.length);
            }
            bounds[2 * count] = start;
            bounds[2 * count + 1] = end;
            count++;
        }
    }

    /** The words of the tokens: what stands between two changes from a small to a capital letter. */
    private static final class Words {
        private final ArrayList<Word> words = new ArrayList<>();

        private Words(String text, List<Token> tokens) {
            for (Token token : tokens) {
                int start = token.start();
                for (int i = start + 1; i <= token.end(); i++) {
                    boolean hump = i < token.end() && Character.isLowerCase(text.charAt(i - 1))
                            && Character.isUpperCase(text.charAt(i));
                    if (hump || i == token.end()) {
                        if (i - start <= LONGEST_WORD) {
                            words.add(new Word(text.substring(start, i).toLowerCase(Locale.ROOT), start, i));
                        }
                        start = i;
                    }
                }
            }
        }

        private int size() {
            return words.size();
        }

        private Word get(int index) {
            return words.get(index);
        }
    }

    private static final class Node {
        private final Map<String, Node> next = new HashMap<>();
        private List<Cue> cues = List.of();
    }

    private static Node root() {
        Node root = new Node();
        Cue cue = Cue.OTHER;
        for (String line : lines()) {
            if (line.startsWith("[")) {
                cue = Cue.valueOf(line.substring(1, line.length() - 1));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                for (String phrase : line.split(",")) {
                    add(root, phrase.strip(), cue);
                }
            }
        }
        return root;
    }

    private static void add(Node root, String phrase, Cue cue) {
        if (phrase.isEmpty()) {
            return;
        }
        Node node = root;
        for (String word : phrase.split(" ")) {
            node = node.next.computeIfAbsent(word, _ -> new Node());
        }
        List<Cue> cues = new ArrayList<>(node.cues);
        cues.add(cue);
        node.cues = List.copyOf(cues);
    }

    private static List<String> lines() {
        try (InputStream in = CueIndex.class.getResourceAsStream("cues.txt")) {
            if (in == null) {
                throw new IllegalStateException("cues.txt is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
