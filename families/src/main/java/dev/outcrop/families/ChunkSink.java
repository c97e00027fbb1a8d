package dev.outcrop.families;

/** Takes the chunks of one stream in order. */
@FunctionalInterface
public interface ChunkSink {

    /** What a chunk is for. */
    enum Role {
        /** Opens or closes something; carries no text. */
        ENVELOPE,
        /** Carries generated text, or the end of an answer after which others go on. */
        TEXT,
        /** The chunk to which the service adds {@code amazon-bedrock-invocationMetrics} and guardrail members. */
        LAST
    }

    /**
     * @param json one chunk: a compact JSON object in UTF-8 (so members can be added before its final brace), or for
     *     {@link Role#ENVELOPE} any JSON value
     */
    void chunk(byte[] json, Role role);
}
