package dev.outcrop.engines.gguf.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import tools.jackson.databind.JsonNode;

/**
 * The small JSON files of a model's folder; those that a folder may lack are empty objects then.
 *
 * @param chatTemplate how a conversation is written for the model, if any file says so
 */
record ModelFiles(
        JsonFile config, JsonFile generationConfig, JsonFile tokenizerConfig, Optional<String> chatTemplate) {

    private static final String TEMPLATE_FILE = "chat_template.jinja";
    private static final int MAX_TEMPLATE_BYTES = 1_000_000;

    /**
     * Reads the files of a folder.
     *
     * @throws ConversionException when config.json is missing, or a file is damaged or too large
     * @throws IOException when a file cannot be read
     */
    static ModelFiles read(Path folder) throws IOException {
        JsonFile config = JsonFile.read(folder, "config.json").orElseThrow(() -> new ConversionException(
                "There is no config.json. The folder must hold a model as Hugging Face's save_pretrained writes it:"
                        + " config.json, *.safetensors, tokenizer.json and tokenizer_config.json."));
        JsonFile tokenizerConfig = orAbsent(folder, "tokenizer_config.json");
        return new ModelFiles(config, orAbsent(folder, "generation_config.json"), tokenizerConfig,
                chatTemplate(folder, tokenizerConfig));
    }

    private static JsonFile orAbsent(Path folder, String name) throws IOException {
        return JsonFile.read(folder, name).orElseGet(() -> JsonFile.absent(name));
    }

    /** A file of its own goes before the configuration of the tokenizer, as in transformers. */
    private static Optional<String> chatTemplate(Path folder, JsonFile tokenizerConfig) throws IOException {
        Path file = folder.resolve(TEMPLATE_FILE);
        if (Files.isRegularFile(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                return bounded(new String(in.readNBytes(MAX_TEMPLATE_BYTES + 1), StandardCharsets.UTF_8));
            }
        }
        JsonNode template = tokenizerConfig.root().path("chat_template");
        if (template.isString()) {
            return bounded(template.stringValue());
        }
        for (JsonNode named : template) {
            if (named.path("name").asString("").equals("default") && named.path("template").isString()) {
                return bounded(named.path("template").stringValue());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> bounded(String template) {
        if (template.length() > MAX_TEMPLATE_BYTES) {
            throw new ConversionException("The chat template is larger than %d bytes.".formatted(MAX_TEMPLATE_BYTES));
        }
        return Optional.of(template).filter(text -> !text.isBlank());
    }
}
