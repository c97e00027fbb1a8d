package dev.outcrop.engines.gguf.grammar;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.outcrop.engines.gguf.sampling.TokenConstraint;
import dev.outcrop.engines.gguf.tokenizer.Tokenizer;
import dev.outcrop.inference.InferenceException;
import org.jspecify.annotations.Nullable;

/**
 * Holds one answer to a {@link Grammar}.
 *
 * <p>The mask of a state is computed once and kept; the masks of the {@link #KEPT_MASKS} states used last are, at a bit for
 * each token. A token that adds no text is allowed where the text is free, and where it is one of the markers and the grammar
 * has the marker's text.
 */
public final class GrammarConstraint implements TokenConstraint {

    private static final int KEPT_MASKS = 256;

    private final Tokenizer tokenizer;
    private final TokenTrie trie;
    private final Automaton automaton;
    private final Set<String> markers;
    private final Map<GrammarState, long[]> masks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<GrammarState, long[]> eldest) {
            return size() > KEPT_MASKS;
        }
    };
    private GrammarState state;

    GrammarConstraint(Tokenizer tokenizer, TokenTrie trie, Program program, Set<String> markers) {
        this.tokenizer = tokenizer;
        this.trie = trie;
        this.automaton = new Automaton(program);
        this.markers = Set.copyOf(markers);
        this.state = automaton.start();
    }

    @Override
    public void mask(float[] logits) {
        long[] mask = mask();
        int first = -1;
        boolean possible = false;
        for (int token = 0; token < logits.length; token++) {
            if (token < trie.size() && TokenTrie.allows(mask, token)) {
                first = first < 0 ? token : first;
                possible |= logits[token] > Float.NEGATIVE_INFINITY;
            } else {
                logits[token] = Float.NEGATIVE_INFINITY;
            }
        }
        if (first < 0) {
            throw new InferenceException("The model has no token for what the answer's form asks for next.");
        }
        if (!possible) {
            // What is not a number, or ruled out otherwise, would lead the sampler to a token that is not allowed.
            logits[first] = 0;
        }
    }

    /** A bit for each token that may come next. */
    long[] mask() {
        GrammarState key = automaton.saturated(state, trie.longest());
        long[] mask = masks.get(key);
        if (mask == null) {
            mask = trie.newMask();
            trie.allowText(automaton, key, mask);
            for (TokenTrie.Silent silent : trie.silent()) {
                if (allows(key, silent)) {
                    TokenTrie.allow(mask, silent.token());
                }
            }
            if (key.accepting) {
                trie.allowEnds(mask);
            }
            masks.put(key, mask);
        }
        return mask;
    }

    private boolean allows(GrammarState from, TokenTrie.Silent silent) {
        if (!isMarker(silent.spelled())) {
            return from.free;
        }
        return (from.free || !trie.isInString(automaton.program(), from)) && after(from, silent.spelled()) != null;
    }

    private boolean isMarker(byte[] spelled) {
        return spelled.length > 0 && markers.contains(new String(spelled, StandardCharsets.UTF_8));
    }

    private @Nullable GrammarState after(GrammarState from, byte[] bytes) {
        GrammarState at = from;
        for (int i = 0; i < bytes.length && at != null; i++) {
            at = automaton.next(at, bytes[i] & 0xff);
        }
        return at;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when the token may not come here
     */
    @Override
    public void accept(int token) {
        byte[] bytes = tokenizer.bytes(token);
        if (bytes.length == 0 && isMarker(tokenizer.spelledBytes(token))) {
            bytes = tokenizer.spelledBytes(token);
        }
        GrammarState next = after(state, bytes);
        if (next == null) {
            throw new IllegalArgumentException("Token " + token + " may not come here.");
        }
        state = next;
    }

    @Override
    public boolean mayEnd() {
        return state.accepting;
    }

    @Override
    public boolean isComplete() {
        return state.accepting && state.frames.isEmpty();
    }
}
