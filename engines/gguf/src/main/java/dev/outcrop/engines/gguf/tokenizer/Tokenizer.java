package dev.outcrop.engines.gguf.tokenizer;

import java.util.List;

import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.file.Metadata;

/** Between text and token ids. Immutable and thread-safe. */
public interface Tokenizer {

    /**
     * The tokenizer that a file describes.
     *
     * @throws GgufException when the description is incomplete, contradictory, or of an unknown kind
     */
    static Tokenizer of(Metadata metadata) {
        Vocabulary vocabulary = Vocabulary.of(metadata);
        String model = metadata.string("tokenizer.ggml.model");
        Encoder encoder = switch (model) {
            case "llama" -> new SentencePieceEncoder(vocabulary, metadata);
            case "gpt2" -> new ByteLevelEncoder(vocabulary, metadata);
            case "bert" -> new WordPieceEncoder(vocabulary, metadata);
            default -> throw new GgufException("The tokenizer model '" + model + "' is not supported.");
        };
        return new SpecialTokenizer(
                vocabulary, encoder, Wrapping.of(metadata, model, vocabulary), metadata.string("general.name", ""));
    }

    /**
     * Token ids of a text.
     *
     * @param addSpecial put the tokens around it that the model expects (BOS, EOS)
     * @param parseSpecial texts of control tokens become those tokens; user-defined tokens are found in any case
     */
    int[] encode(String text, boolean addSpecial, boolean parseSpecial);

    /**
     * Token ids of several parts, as if they were one text with different trust. In untrusted parts the markers of turns
     * are not recognised either where the file calls them user-defined.
     */
    int[] encode(List<Segment> segments, boolean addSpecial);

    /** The bytes that a token adds to generated text: none for a control token; may be part of a character. */
    byte[] bytes(int token);

    /** The bytes of a token with control tokens spelled out. */
    byte[] spelledBytes(int token);

    /** Whether the model ends its turn with this token. */
    boolean isEndOfGeneration(int token);

    /** Number of tokens. */
    int size();

    /** Whether this text is a control or user-defined token of the model. */
    boolean knows(String specialText);

    /**
     * Puts {@code mark} in front of every place in the text where a token is spelled out that {@link #encode} would
     * recognise in trusted text only.
     */
    String mark(String text, char mark);
}
