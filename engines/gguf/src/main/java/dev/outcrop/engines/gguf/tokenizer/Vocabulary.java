package dev.outcrop.engines.gguf.tokenizer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.file.Metadata;

/** The tokens of a model. Immutable once made; arrays are not shared with callers. */
final class Vocabulary {

    /** Token types of the format. */
    static final int NORMAL = 1;

    static final int UNKNOWN = 2;
    static final int CONTROL = 3;
    static final int USER_DEFINED = 4;
    static final int BYTE = 6;

    /** A token with one of these texts ends a turn, and counts as control, whatever its stored type. */
    private static final Set<String> END_OF_TURN = Set.of("<|eot_id|>", "<|im_end|>", "<|end|>", "<|return|>",
            "<|call|>",
            "<end_of_turn>", "<turn|>", "<|endoftext|>", "<|end_of_text|>", "<|eom_id|>", "< EOT >", "_<EOT>", "<EOT>",
            "<|eot|>",
            "<|eom|>", "[EOT]", "<｜end▁of▁sentence｜>", "<end_of_utterance>", "<|endofturn|>", "<|end_of_turn|>",
            // Code models pad and separate files with these after a completed middle.
            "<|fim_pad|>", "<fim-pad>", "<fim_pad>", "<PAD>", "[PAD]", "<|fim_repo|>", "<|repo_name|>", "<fim-repo>",
            "<REPO>", "<reponame>", "<|file_sep|>");

    private final String[] texts;
    private final int[] types;
    private final float[] scores;
    private final Map<String, Integer> ids;
    private final Set<Integer> endOfGeneration = new TreeSet<>();

    private Vocabulary(String[] texts, int[] types, float[] scores) {
        this.texts = texts;
        this.types = types;
        this.scores = scores;
        this.ids = HashMap.newHashMap(texts.length);
        for (int i = 0; i < texts.length; i++) {
            ids.putIfAbsent(texts[i], i);
        }
    }

    static Vocabulary of(Metadata metadata) {
        String[] texts = metadata.stringArray("tokenizer.ggml.tokens");
        if (texts.length == 0) {
            throw new GgufException("tokenizer.ggml.tokens is empty");
        }
        int[] types = new int[texts.length];
        Arrays.fill(types, NORMAL);
        if (metadata.has("tokenizer.ggml.token_type")) {
            types = metadata.intArray("tokenizer.ggml.token_type");
            requireLength("tokenizer.ggml.token_type", types.length, texts.length);
        }
        float[] scores = new float[texts.length];
        if (metadata.has("tokenizer.ggml.scores")) {
            scores = metadata.floatArray("tokenizer.ggml.scores");
            requireLength("tokenizer.ggml.scores", scores.length, texts.length);
        }
        Vocabulary vocabulary = new Vocabulary(texts, types, scores);
        vocabulary.findEnds(metadata);
        return vocabulary;
    }

    private static void requireLength(String key, int length, int expected) {
        if (length != expected) {
            throw new GgufException(key + " has " + length + " entries for " + expected + " tokens");
        }
    }

    private void findEnds(Metadata metadata) {
        for (String key : new String[]{"eos_token_id", "eot_token_id", "eom_token_id"}) {
            String name = "tokenizer.ggml." + key;
            if (metadata.has(name)) {
                endOfGeneration.add(checkedId(name, metadata.integer(name)));
            }
        }
        for (int i = 0; i < texts.length; i++) {
            if (END_OF_TURN.contains(texts[i])) {
                endOfGeneration.add(i);
                types[i] = CONTROL;
            }
        }
        // In the Harmony format a message may end while the answer goes on in another channel.
        if (id("<|return|>") >= 0 && id("<|call|>") >= 0 && id("<|end|>") >= 0) {
            endOfGeneration.remove(id("<|end|>"));
        }
    }

    /**
     * A token with a role: the first that the file names, else the one with the usual text.
     *
     * @throws GgufException when the id is not that of a token
     */
    OptionalInt role(Metadata metadata, List<String> keys, String usualText) {
        for (String key : keys) {
            String name = "tokenizer.ggml." + key;
            if (metadata.has(name)) {
                return OptionalInt.of(checkedId(name, metadata.integer(name)));
            }
        }
        int id = id(usualText);
        return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** @throws GgufException when the id is not that of a token */
    int checkedId(String key, int id) {
        if (id < 0 || id >= texts.length) {
            throw new GgufException(key + " is " + id + ", but there are " + texts.length + " tokens");
        }
        return id;
    }

    int size() {
        return texts.length;
    }

    String text(int token) {
        return texts[token];
    }

    int type(int token) {
        return types[token];
    }

    float score(int token) {
        return scores[token];
    }

    /** The token with this text, or -1. */
    int id(String text) {
        Integer id = ids.get(text);
        return id == null ? -1 : id;
    }

    boolean isEndOfGeneration(int token) {
        return endOfGeneration.contains(token);
    }
}
