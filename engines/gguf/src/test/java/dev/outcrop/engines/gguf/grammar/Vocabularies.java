package dev.outcrop.engines.gguf.grammar;

import java.nio.file.Path;
import java.util.List;

import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.testing.Golden;
import dev.outcrop.engines.gguf.tokenizer.Tokenizer;

/** Tokenizers of real files. */
final class Vocabularies {

    static final Path PEBBLE = Path.of("../../models/src/main/resources/dev/outcrop/models/pebble.gguf");

    /** A byte-level and a SentencePiece vocabulary among the golden models, and the embedded model's. */
    static final List<Path> FILES = List.of(PEBBLE, Golden.model("llama-untied-f32"),
            Golden.model("llama-gpt2tok-bf16"));

    private Vocabularies() {}

    static Tokenizer pebble() {
        return of(PEBBLE);
    }

    static Tokenizer of(Path file) {
        try (GgufFile opened = GgufFile.open(file)) {
            return Tokenizer.of(opened.metadata());
        }
    }
}
