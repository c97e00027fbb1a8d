package dev.outcrop.engines.gguf.tokenizer;

import java.util.List;
import java.util.OptionalInt;

import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.file.Metadata;

/**
 * The tokens that a model expects around a prompt.
 *
 * @param before in front, if any
 * @param after behind, if any
 */
record Wrapping(OptionalInt before, OptionalInt after) {

    /**
     * Flags in the file decide; without them each kind of tokenizer has its habit.
     *
     * @throws GgufException when an id that the file gives is not that of a token
     */
    static Wrapping of(Metadata metadata, String model, Vocabulary vocabulary) {
        String pre = metadata.string("tokenizer.ggml.pre", "");
        boolean llama = model.equals("llama");
        boolean bert = model.equals("bert");
        boolean habit = llama || bert || pre.equals("llama-bpe") || pre.equals("llama3") || pre.equals("llama-v3");
        boolean begin = metadata.flag("tokenizer.ggml.add_bos_token", habit);
        boolean end = metadata.flag("tokenizer.ggml.add_eos_token", false) || bert;
        // Files made from BERT models name a class and a separator token, and neither beginning nor end.
        OptionalInt before = bert
                ? vocabulary.role(metadata, List.of("cls_token_id", "bos_token_id"), "[CLS]")
                : vocabulary.role(metadata, List.of("bos_token_id"), llama ? "<s>" : "");
        OptionalInt after = bert
                ? vocabulary.role(metadata, List.of("seperator_token_id", "eos_token_id"), "[SEP]")
                : vocabulary.role(metadata, List.of("eos_token_id"), llama ? "</s>" : "");
        return new Wrapping(begin ? before : OptionalInt.empty(), end ? after : OptionalInt.empty());
    }
}
