package dev.outcrop.inference;

/** What a vector is for. Models that were trained to tell purposes apart are told by words in front of the text. */
public enum EmbeddingPurpose {
    /** To find documents with. */
    QUERY,
    /** To be found. */
    DOCUMENT,
    /** To be told apart by a classifier. */
    CLASSIFICATION,
    /** To be grouped with its like. */
    CLUSTERING,
    /** Not known. */
    OTHER
}
