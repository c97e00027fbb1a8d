package dev.outcrop.engines.gguf.grammar;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.outcrop.engines.gguf.tokenizer.Tokenizer;

/**
 * The bytes of all tokens of a vocabulary, as two tries in depth-first order. Immutable and thread-safe.
 *
 * <p>Plain tokens are those that may stand anywhere in a JSON string: whole characters without quotes, backslashes and
 * control characters. They are most of a vocabulary, and inside of a string none of them needs to be looked at; only the
 * number of their characters counts. They have a trie of their own for the places outside of strings. (The idea is the
 * "slicer" of llguidance.)
 *
 * <p>Memory: 13 bytes for each node and 8 for each token; about 8 MB for a vocabulary of 128,000 tokens.
 */
final class TokenTrie {

    private final int size;
    private final int longest;
    private final Branches plain;
    private final Branches other;
    /** Plain tokens by their number of characters, and where each number begins. */
    private final int[] plainTokens;
    private final int[] plainFrom;
    private final long[] plainMask;
    /** Tokens that add no text, with what they are called. */
    private final List<Silent> silent;
    private final int[] ends;

    /** A token that adds no text to an answer, such as the marker of a call. */
    record Silent(int token, byte[] spelled) {}

    private record Entry(byte[] bytes, int token) {}

    TokenTrie(Tokenizer tokenizer) {
        this.size = tokenizer.size();
        List<Entry> plainEntries = new ArrayList<>();
        List<Entry> otherEntries = new ArrayList<>();
        List<Silent> silentTokens = new ArrayList<>();
        List<Integer> endTokens = new ArrayList<>();
        int longestToken = 1;
        int[] characters = new int[size];
        int mostCharacters = 0;
        for (int token = 0; token < size; token++) {
            byte[] bytes = tokenizer.bytes(token);
            if (tokenizer.isEndOfGeneration(token)) {
                endTokens.add(token);
            } else if (bytes.length == 0) {
                silentTokens.add(new Silent(token, tokenizer.spelledBytes(token)));
            } else {
                longestToken = Math.max(longestToken, bytes.length);
                characters[token] = plainCharacters(bytes);
                mostCharacters = Math.max(mostCharacters, characters[token]);
                (characters[token] > 0 ? plainEntries : otherEntries).add(new Entry(bytes, token));
            }
        }
        this.longest = longestToken;
        this.silent = List.copyOf(silentTokens);
        this.ends = endTokens.stream().mapToInt(id -> id).toArray();
        this.plainFrom = new int[mostCharacters + 2];
        this.plainTokens = byCharacters(plainEntries, characters);
        this.plainMask = newMask();
        plainEntries.forEach(entry -> allow(plainMask, entry.token()));
        this.plain = new Branches(plainEntries);
        this.other = new Branches(otherEntries);
    }

    private int[] byCharacters(List<Entry> entries, int[] characters) {
        for (Entry entry : entries) {
            plainFrom[characters[entry.token()]]++;
        }
        int before = 0;
        for (int i = 0; i < plainFrom.length; i++) {
            int count = plainFrom[i];
            plainFrom[i] = before;
            before += count;
        }
        int[] tokens = new int[entries.size()];
        int[] at = plainFrom.clone();
        for (Entry entry : entries) {
            tokens[at[characters[entry.token()]]++] = entry.token();
        }
        return tokens;
    }

    /** The number of characters of a plain token, else 0. */
    private static int plainCharacters(byte[] bytes) {
        int characters = 0;
        for (byte each : bytes) {
            if (each == '"' || each == '\\' || (each >= 0 && each < 0x20)) {
                return 0;
            }
            characters += (each & 0xc0) == 0x80 ? 0 : 1;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return characters;
        } catch (CharacterCodingException e) {
            return 0;
        }
    }

    /** Number of tokens. */
    int size() {
        return size;
    }

    /** Bytes of the longest token. */
    int longest() {
        return longest;
    }

    List<Silent> silent() {
        return silent;
    }

    long[] newMask() {
        return new long[(size + 63) / 64];
    }

    static void allow(long[] mask, int token) {
        mask[token >> 6] |= 1L << token;
    }

    static boolean allows(long[] mask, int token) {
        return (mask[token >> 6] >>> token & 1) != 0;
    }

    /** Allows the tokens that end an answer. */
    void allowEnds(long[] mask) {
        for (int token : ends) {
            allow(mask, token);
        }
    }

    /** Allows every token whose bytes may follow a state. */
    void allowText(Automaton automaton, GrammarState state, long[] mask) {
        int characters = stringCharacters(automaton.program(), state);
        if (characters >= plainFrom.length - 1) {
            for (int i = 0; i < mask.length; i++) {
                mask[i] |= plainMask[i];
            }
        } else {
            for (int i = 0; i < plainFrom[Math.min(characters + 1, plainFrom.length - 1)]; i++) {
                allow(mask, plainTokens[i]);
            }
            if (characters == 0 || mayBeNoString(automaton.program(), state)) {
                plain.allow(automaton, state, mask);
            }
        }
        other.allow(automaton, state, mask);
    }

    /** How many characters of any kind may follow, at most the length of a token; 0 outside of strings. */
    private static int stringCharacters(Program program, GrammarState state) {
        int most = 0;
        for (Frame frame : state.frames) {
            Frame string = frame.parent;
            if (string != null && isStringCharacter(program, frame)) {
                most = Math.max(most, string.max == Frame.ANY ? Frame.ANY : string.max + 1);
            }
        }
        return most;
    }

    /** Whether the text may stand in a string of any content. */
    boolean isInString(Program program, GrammarState state) {
        return stringCharacters(program, state) > 0;
    }

    /** Whether a reading without free characters goes on with something other than the string's end. */
    private static boolean mayBeNoString(Program program, GrammarState state) {
        for (Frame frame : state.frames) {
            int[] edges = program.state(frame.state).edges;
            boolean endsString = edges.length == 3 && edges[0] == '"' && edges[1] == '"';
            if (!endsString && !isStringCharacter(program, frame)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isStringCharacter(Program program, Frame frame) {
        Frame string = frame.parent;
        return string != null && program.beginsCharacter(frame.state) && program.repeatsCharacters(string.state);
    }

    /** A trie in depth-first order: what follows a node is its first child, {@code skip} is what follows its subtree. */
    private static final class Branches {
        private byte[] labels = new byte[1024];
        private int[] depths = new int[1024];
        private int[] skips = new int[1024];
        /** Where the tokens that end at a node begin; they end where those of the next node begin. */
        private int[] tokenFrom = new int[1025];
        private final int[] tokens;
        private int count;
        private final int deepest;

        Branches(List<Entry> entries) {
            entries.sort((a, b) -> Arrays.compareUnsigned(a.bytes(), b.bytes()));
            tokens = new int[entries.size()];
            deepest = entries.stream().mapToInt(entry -> entry.bytes().length).max().orElse(0);
            int[] path = new int[deepest + 1];
            byte[] before = {};
            for (int i = 0; i < tokens.length; i++) {
                byte[] bytes = entries.get(i).bytes();
                int common = Math.max(0, Arrays.mismatch(before, bytes));
                if (Arrays.equals(before, bytes)) {
                    common = bytes.length;
                }
                for (int depth = before.length; depth > common; depth--) {
                    skips[path[depth]] = count;
                }
                for (int depth = common + 1; depth <= bytes.length; depth++) {
                    path[depth] = node(bytes[depth - 1], depth, i);
                }
                tokens[i] = entries.get(i).token();
                before = bytes;
            }
            for (int depth = before.length; depth > 0; depth--) {
                skips[path[depth]] = count;
            }
            trim();
        }

        private int node(byte label, int depth, int firstToken) {
            if (count == labels.length) {
                resize(2 * count);
            }
            labels[count] = label;
            depths[count] = depth;
            tokenFrom[count] = firstToken;
            return count++;
        }

        private void trim() {
            resize(count);
            tokenFrom[count] = tokens.length;
        }

        private void resize(int length) {
            labels = Arrays.copyOf(labels, length);
            depths = Arrays.copyOf(depths, length);
            skips = Arrays.copyOf(skips, length);
            tokenFrom = Arrays.copyOf(tokenFrom, length + 1);
        }

        void allow(Automaton automaton, GrammarState start, long[] mask) {
            GrammarState[] path = new GrammarState[deepest + 1];
            path[0] = start;
            int node = 0;
            while (node < count) {
                int depth = depths[node];
                GrammarState next = automaton.next(path[depth - 1], labels[node] & 0xff);
                if (next == null) {
                    node = skips[node];
                    continue;
                }
                path[depth] = next;
                for (int i = tokenFrom[node]; i < tokenFrom[node + 1]; i++) {
                    TokenTrie.allow(mask, tokens[i]);
                }
                node++;
            }
        }
    }
}
