package dev.outcrop.engines.gguf.tokenizer;

/** Encodes text in which no special token occurs, and spells tokens. */
interface Encoder {

    /**
     * @param text well-formed UTF-16
     * @param afterSpecial whether the text begins the prompt or follows a special token
     */
    void encode(String text, boolean afterSpecial, IntList out);

    /** The bytes of a normal token. */
    byte[] bytes(int token);
}
