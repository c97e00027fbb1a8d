package dev.outcrop.engines.gguf.tokenizer;

import java.util.OptionalInt;

import dev.outcrop.engines.gguf.file.Metadata;

/**
 * The tokens that a model expects around a prompt.
 *
 * @param before in front, if any
 * @param after behind, if any
 */
record Wrapping(OptionalInt before, OptionalInt after) {

    /** Flags in the file decide; without them each kind of tokenizer has its habit. */
    static Wrapping of(Metadata metadata, String model) {
        String pre = metadata.string("tokenizer.ggml.pre", "");
        boolean bert = model.equals("bert");
        boolean habit = model.equals("llama") || bert || pre.equals("llama-bpe") || pre.equals("llama3");
        boolean begin = metadata.flag("tokenizer.ggml.add_bos_token", habit);
        boolean end = metadata.flag("tokenizer.ggml.add_eos_token", false) || bert;
        String endKey = bert ? "tokenizer.ggml.seperator_token_id" : "tokenizer.ggml.eos_token_id";
        return new Wrapping(
                begin ? metadata.optionalInteger("tokenizer.ggml.bos_token_id") : OptionalInt.empty(),
                end ? metadata.optionalInteger(endKey) : OptionalInt.empty());
    }
}
