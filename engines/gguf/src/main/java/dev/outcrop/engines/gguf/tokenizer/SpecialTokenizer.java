package dev.outcrop.engines.gguf.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Cuts special tokens out of the text, longer texts before shorter, and has the rest encoded.
 *
 * <p>Which special texts occur at all is found in one pass over a trie, so a vocabulary with thousands of them costs no
 * more than one with ten.
 */
final class SpecialTokenizer implements Tokenizer {

    /** White space behind these stays, in the models that otherwise drop it. */
    private static final Set<String> KEEP_SPACE_BEHIND = Set.of("<unk>", "<s>", "<|endoftext|>");

    private final Vocabulary vocabulary;
    private final Encoder encoder;
    private final Wrapping wrapping;
    private final boolean dropsSpaceBehind;
    private final Map<String, Integer> special = new HashMap<>();
    private final Node trie = new Node();

    private static final class Node {
        private final Map<Character, Node> next = new HashMap<>(2);
        private boolean end;
    }

    /** A piece of the prompt: a token, or text still to be encoded. */
    private sealed interface Piece {
        record Token(int id) implements Piece {}

        record Raw(String text) implements Piece {}
    }

    SpecialTokenizer(Vocabulary vocabulary, Encoder encoder, Wrapping wrapping, String modelName) {
        this.vocabulary = vocabulary;
        this.encoder = encoder;
        this.wrapping = wrapping;
        String name = modelName.toLowerCase(Locale.ROOT);
        this.dropsSpaceBehind = name.contains("phi-3") || name.contains("phi3");
        for (int id = 0; id < vocabulary.size(); id++) {
            int type = vocabulary.type(id);
            if (isSpecial(type) && !vocabulary.text(id).isEmpty()) {
                special.putIfAbsent(vocabulary.text(id), id);
            }
        }
        special.keySet().forEach(this::addToTrie);
    }

    private static boolean isSpecial(int type) {
        return type == Vocabulary.CONTROL || type == Vocabulary.USER_DEFINED || type == Vocabulary.UNKNOWN;
    }

    private void addToTrie(String text) {
        Node node = trie;
        for (int i = 0; i < text.length(); i++) {
            node = node.next.computeIfAbsent(text.charAt(i), c -> new Node());
        }
        node.end = true;
    }

    @Override
    public int[] encode(String text, boolean addSpecial, boolean parseSpecial) {
        return encode(List.of(new Segment(text, parseSpecial)), addSpecial, id -> false);
    }

    @Override
    public int[] encode(List<Segment> segments, boolean addSpecial) {
        return encode(segments, addSpecial, this::needsTrust);
    }

    /** @param needsTrust which user-defined tokens are not recognised in untrusted text */
    private int[] encode(List<Segment> segments, boolean addSpecial, IntPredicate needsTrust) {
        IntList out = new IntList();
        if (addSpecial) {
            wrapping.before().ifPresent(out::add);
        }
        boolean afterSpecial = true;
        for (Piece piece : cut(segments, needsTrust)) {
            switch (piece) {
                case Piece.Token(int id) -> {
                    out.add(id);
                    afterSpecial = true;
                }
                case Piece.Raw(String text) -> {
                    encoder.encode(text, afterSpecial, out);
                    afterSpecial = false;
                }
            }
        }
        if (addSpecial) {
            wrapping.after().ifPresent(out::add);
        }
        return out.toArray();
    }

    /** Some files call the markers of turns user-defined; in people's text these are no more welcome than control. */
    private boolean needsTrust(int id) {
        return vocabulary.type(id) != Vocabulary.USER_DEFINED || isTurnMarker(vocabulary.text(id));
    }

    private static boolean isTurnMarker(String text) {
        boolean angles = text.startsWith("<") && text.endsWith(">") && text.length() > 4;
        boolean squares = text.startsWith("[") && text.endsWith("]") && text.equals(text.toUpperCase(Locale.ROOT));
        return squares || (angles && (text.startsWith("<|") || text.startsWith("<\uFF5C")
                || text.startsWith("<start_of") || text.startsWith("<end_of")));
    }

    private List<Piece> cut(List<Segment> segments, IntPredicate needsTrust) {
        List<Piece> pieces = new ArrayList<>();
        for (Segment segment : segments) {
            String text = wellFormed(segment.text());
            if (!text.isEmpty()) {
                List<Piece> cut = List.of(new Piece.Raw(text));
                for (String found : occurring(text)) {
                    int id = special.getOrDefault(found, -1);
                    boolean userDefined = vocabulary.type(id) == Vocabulary.USER_DEFINED;
                    if (segment.trusted() || (userDefined && !needsTrust.test(id))) {
                        cut = cutOut(cut, found, id);
                    }
                }
                pieces.addAll(cut);
            }
        }
        return joined(pieces);
    }

    /** Neighbouring texts are one text: a token may span the border between a template and a message. */
    private static List<Piece> joined(List<Piece> pieces) {
        List<Piece> joined = new ArrayList<>();
        StringBuilder raw = new StringBuilder();
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Raw(String text) -> raw.append(text);
                case Piece.Token token -> {
                    flush(raw, joined);
                    joined.add(token);
                }
            }
        }
        flush(raw, joined);
        return joined;
    }

    private static void flush(StringBuilder raw, List<Piece> pieces) {
        if (!raw.isEmpty()) {
            pieces.add(new Piece.Raw(raw.toString()));
            raw.setLength(0);
        }
    }

    /** The special texts that occur in the text, longest first; of one length, the token with the lower id first. */
    private List<String> occurring(String text) {
        Set<String> found = new HashSet<>();
        for (int i = 0; i < text.length(); i++) {
            Node node = trie.next.get(text.charAt(i));
            for (int j = i + 1; node != null; j++) {
                if (node.end) {
                    found.add(text.substring(i, j));
                }
                node = j < text.length() ? node.next.get(text.charAt(j)) : null;
            }
        }
        return found.stream()
                .sorted(Comparator.comparingInt((String s) -> s.getBytes(StandardCharsets.UTF_8).length)
                        .reversed()
                        .thenComparing(special::get))
                .toList();
    }

    private List<Piece> cutOut(List<Piece> pieces, String found, int id) {
        List<Piece> cut = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece instanceof Piece.Raw(String text)) {
                cutOut(text, found, id, cut);
            } else {
                cut.add(piece);
            }
        }
        return cut;
    }

    private void cutOut(String text, String found, int id, List<Piece> cut) {
        int from = 0;
        for (int at = text.indexOf(found); at >= 0; at = text.indexOf(found, from)) {
            if (at > from) {
                cut.add(new Piece.Raw(text.substring(from, at)));
            }
            cut.add(new Piece.Token(id));
            from = at + found.length();
            if (dropsSpaceBehind && !KEEP_SPACE_BEHIND.contains(found)) {
                while (from < text.length() && " \t\n\u000B\f\r".indexOf(text.charAt(from)) >= 0) {
                    from++;
                }
            }
        }
        if (from < text.length()) {
            cut.add(new Piece.Raw(text.substring(from)));
        }
    }

    /** A surrogate without its other half is no character; it is replaced, as every UTF-8 encoder would. */
    private static String wellFormed(String text) {
        StringBuilder fixed = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                if (fixed == null) {
                    fixed = new StringBuilder(text);
                }
                fixed.setCharAt(i, '\uFFFD');
            }
        }
        return fixed == null ? text : fixed.toString();
    }

    @Override
    public byte[] bytes(int token) {
        int type = vocabulary.type(token);
        return type == Vocabulary.CONTROL || type == Vocabulary.UNKNOWN ? new byte[0] : spelledBytes(token);
    }

    @Override
    public byte[] spelledBytes(int token) {
        return isSpecial(vocabulary.type(token))
                ? vocabulary.text(token).getBytes(StandardCharsets.UTF_8)
                : encoder.bytes(token);
    }

    @Override
    public boolean isEndOfGeneration(int token) {
        return vocabulary.isEndOfGeneration(token);
    }

    @Override
    public int size() {
        return vocabulary.size();
    }

    @Override
    public boolean knows(String specialText) {
        return special.containsKey(specialText);
    }

    @Override
    public String mark(String text, char mark) {
        StringBuilder marked = new StringBuilder();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isTrustedOnly(text, i)) {
                marked.append(text, from, i).append(mark);
                from = i;
            }
        }
        return from == 0 && marked.isEmpty() ? text : marked.append(text, from, text.length()).toString();
    }

    private boolean isTrustedOnly(String text, int at) {
        Node node = trie.next.get(text.charAt(at));
        for (int j = at + 1; node != null; j++) {
            if (node.end && needsTrust(special.getOrDefault(text.substring(at, j), -1))) {
                return true;
            }
            node = j < text.length() ? node.next.get(text.charAt(j)) : null;
        }
        return false;
    }
}
