package dev.outcrop.evaluation.task;

import dev.outcrop.evaluation.metric.TokenVectors;

/** An encoder that gives a vector for every token, for BERTScore. Thread-safe. */
public interface TokenEmbedder {

    /** Name of the encoder and its layer, to stand beside every score that it makes. */
    String name();

    /** The tokens of a text, cut where the encoder's input ends. */
    TokenVectors embed(String text);
}
