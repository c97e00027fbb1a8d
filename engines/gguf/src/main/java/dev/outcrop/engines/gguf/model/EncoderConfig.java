package dev.outcrop.engines.gguf.model;

import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.file.Metadata;

/** The numbers of an encoder, as its metadata gives them. */
record EncoderConfig(
        int contextLength, int width, int layers, Heads heads, int feedForward, float epsilon, Pooling pooling) {

    static final String ARCHITECTURE = "bert";

    private static final int LARGEST_WIDTH = 1 << 20;

    static EncoderConfig of(Metadata metadata) {
        String architecture = metadata.string("general.architecture");
        if (!architecture.equals(ARCHITECTURE)) {
            throw new GgufException("The architecture '%s' is no supported embedding model; only %s is."
                    .formatted(architecture, ARCHITECTURE));
        }
        Keys keys = new Keys(metadata, architecture);
        int width = keys.positive("embedding_length", LARGEST_WIDTH);
        int layers = keys.positive("block_count", 1 << 16);
        int heads = keys.layerWise("attention.head_count", layers, 1, width);
        if (width % heads != 0) {
            throw new GgufException("A width of %d cannot be divided among %d heads.".formatted(width, heads));
        }
        int headWidth = width / heads;
        return new EncoderConfig(
                keys.positive("context_length", 1 << 24),
                width,
                layers,
                new Heads(heads, heads, headWidth, headWidth, (float) (1 / Math.sqrt(headWidth)), 0),
                keys.positive("feed_forward_length", LARGEST_WIDTH),
                (float) keys.number("attention.layer_norm_epsilon", 0, 1),
                Pooling.of(metadata, architecture));
    }
}
