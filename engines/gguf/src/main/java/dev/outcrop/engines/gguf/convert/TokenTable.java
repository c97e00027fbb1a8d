package dev.outcrop.engines.gguf.convert;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.outcrop.engines.gguf.file.MetadataWriter;
import org.jspecify.annotations.Nullable;

/** The tokens of a converted file while they are put together: one per row of the embedding. Not thread-safe. */
final class TokenTable {

    /** Token types of the GGUF format. */
    static final int NORMAL = 1;

    static final int UNKNOWN = 2;
    static final int CONTROL = 3;
    static final int USER_DEFINED = 4;
    static final int UNUSED = 5;
    static final int BYTE = 6;

    /** Worse than that of any token that text may become. */
    private static final float WORST_SCORE = -1e9f;

    private final List<@Nullable String> texts;
    private final int[] types;
    private final float[] scores;
    private final Map<String, Integer> ids = new HashMap<>();

    /** @param size rows of the embedding */
    TokenTable(int size) {
        this.texts = new ArrayList<>(Collections.nCopies(size, null));
        this.types = new int[size];
        Arrays.fill(types, UNUSED);
        this.scores = new float[size];
        Arrays.fill(scores, WORST_SCORE);
    }

    /** @throws ConversionException when the embedding has no such row */
    void put(int id, String text, int type, float score) {
        if (id >= types.length) {
            throw new ConversionException(
                    "The tokenizer gives the token '%s' the id %d, but the model has only %d tokens (vocab_size). "
                            .formatted(text, id, types.length) + "Tokenizer and weights do not belong together.");
        }
        texts.set(id, text);
        types[id] = type;
        scores[id] = score;
        ids.put(text, id);
    }

    /** Adds tokens that are found before the model sees the text, or says that existing ones are. */
    void putAdded(List<TokenizerJson.AddedToken> added) {
        for (TokenizerJson.AddedToken token : added) {
            boolean known = token.id() < types.length && (types[token.id()] == UNKNOWN || types[token.id()] == CONTROL);
            if (!known) {
                put(token.id(), token.content(), token.special() ? CONTROL : USER_DEFINED, WORST_SCORE);
            }
        }
    }

    /** The token with this text, or null. */
    @Nullable
    Integer id(String text) {
        return ids.get(text);
    }

    int size() {
        return types.length;
    }

    /** Writes the tokens; rows without one get a name that no text contains. */
    void describe(MetadataWriter metadata, boolean withScores) {
        List<String> named = new ArrayList<>(types.length);
        for (int id = 0; id < types.length; id++) {
            String text = texts.get(id);
            named.add(text == null ? "[PAD" + id + "]" : text);
        }
        metadata.texts("tokenizer.ggml.tokens", named).integers("tokenizer.ggml.token_type", types);
        if (withScores) {
            metadata.numbers("tokenizer.ggml.scores", scores);
        }
    }
}
