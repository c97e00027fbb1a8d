package dev.outcrop.engines.gguf.convert;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.outcrop.engines.gguf.file.MetadataWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes the tokenizer of a model's folder as GGUF metadata.
 *
 * <p>Byte-level BPE becomes {@code gpt2}, with vocabulary and merges as they are. SentencePiece BPE becomes {@code llama},
 * whose tokens have scores: those of tokenizer.model, or else, from tokenizer.json alone, the negated rank of the first
 * merge that makes the token. Joining the pair with the best score is then the same as joining the first in the list of
 * merges, as that list holds every pair that makes the token.
 */
final class TokenizerConversion {

    private static final String SPACE = "\u2581";
    private static final Set<String> HARMLESS_STEPS = Set.of("Prepend", "Replace");

    private final ModelFiles files;
    private final TokenTable table;
    private final MetadataWriter metadata;
    private final List<String> notes;

    private TokenizerConversion(ModelFiles files, TokenTable table, MetadataWriter metadata, List<String> notes) {
        this.files = files;
        this.table = table;
        this.metadata = metadata;
        this.notes = notes;
    }

    /**
     * Converts the tokenizer of a folder.
     *
     * @param vocabulary rows of the embedding
     * @param notes receives what is lost, in words
     * @throws ConversionException when there is no tokenizer, or none that GGUF can describe
     * @throws IOException when a file cannot be read
     */
    static void run(Path folder, ModelFiles files, int vocabulary, MetadataWriter metadata, List<String> notes)
            throws IOException {
        TokenizerConversion conversion = new TokenizerConversion(
                files, new TokenTable(vocabulary), metadata, notes);
        Optional<TokenizerJson> json = TokenizerJson.read(folder);
        if (json.isPresent() && json.get().isByteLevel()) {
            conversion.byteLevel(json.get());
        } else {
            conversion.sentencePiece(json.orElse(null), SentencePieceModel.read(folder).orElse(null));
        }
        files.chatTemplate().ifPresent(template -> metadata.text("tokenizer.chat_template", template));
    }

    private void byteLevel(TokenizerJson json) {
        for (JsonNode step : TokenizerJson.steps(json.normalizer(), "normalizers")) {
            String type = step.path("type").asString("");
            if (!type.equals("NFC")) {
                throw unsupportedNormalizer(type);
            }
            notes.add("Texts are not brought into Unicode's composed form (NFC) first; only texts with decomposed"
                    + " accents are read otherwise.");
        }
        json.ids().forEach((text, id) -> table.put(id, text, TokenTable.NORMAL, 0));
        table.putAdded(json.addedTokens());
        metadata.text("tokenizer.ggml.model", "gpt2").text("tokenizer.ggml.pre", PreTokenizers.nameOf(json));
        table.describe(metadata, false);
        metadata.texts("tokenizer.ggml.merges", json.merges());
        SpecialTokens.of(files, table, json, false).describe(metadata, notes);
    }

    private void sentencePiece(@Nullable TokenizerJson json, @Nullable SentencePieceModel model) {
        boolean addsSpace;
        if (model != null) {
            List<SentencePieceModel.Piece> pieces = model.pieces();
            for (int id = 0; id < pieces.size(); id++) {
                SentencePieceModel.Piece piece = pieces.get(id);
                table.put(id, piece.text(), piece.type(), piece.score());
            }
            addsSpace = json == null ? model.addsSpace() : addsSpace(json);
        } else if (json != null && json.byteFallback()) {
            putRanked(json);
            addsSpace = addsSpace(json);
        } else {
            throw new ConversionException(json == null
                    ? "There is no tokenizer: neither tokenizer.json nor tokenizer.model."
                    : "The tokenizer is neither byte-level BPE nor SentencePiece BPE with bytes (byte_fallback).");
        }
        if (json != null) {
            requireOrdinary(json);
            table.putAdded(json.addedTokens());
        }
        metadata.text("tokenizer.ggml.model", "llama").text("tokenizer.ggml.pre", "default");
        table.describe(metadata, true);
        metadata.flag("tokenizer.ggml.add_space_prefix", addsSpace);
        SpecialTokens.of(files, table, json, true).describe(metadata, notes);
    }

    private void putRanked(TokenizerJson json) {
        Map<String, Integer> ranks = new HashMap<>();
        List<String> merges = json.merges();
        for (int rank = 0; rank < merges.size(); rank++) {
            ranks.putIfAbsent(merges.get(rank).replace(" ", ""), rank);
        }
        json.ids().forEach((text, id) -> {
            int type = text.equals(json.unknownToken())
                    ? TokenTable.UNKNOWN
                    : text.matches("<0x[0-9A-F]{2}>") ? TokenTable.BYTE : TokenTable.NORMAL;
            table.put(id, text, type, -ranks.getOrDefault(text, merges.size()));
        });
    }

    /** Whether the text gets a space in front: by its normaliser in older files, by its pre-tokenizer in newer ones. */
    private static boolean addsSpace(TokenizerJson json) {
        for (JsonNode step : TokenizerJson.steps(json.normalizer(), "normalizers")) {
            if (step.path("type").asString("").equals("Prepend") && step.path("prepend").asString("").equals(SPACE)) {
                return true;
            }
        }
        for (JsonNode step : TokenizerJson.steps(json.preTokenizer(), "pretokenizers")) {
            if (step.path("type").asString("").equals("Metaspace")) {
                String scheme = step.path("prepend_scheme").asString("");
                return scheme.isEmpty()
                        ? step.path("add_prefix_space").asBoolean(true)
                        : !scheme.equals("never");
            }
        }
        return false;
    }

    /** Steps that turn spaces into U+2581 are what GGUF means by this kind of tokenizer; others would be lost. */
    private static void requireOrdinary(TokenizerJson json) {
        for (JsonNode step : TokenizerJson.steps(json.normalizer(), "normalizers")) {
            String type = step.path("type").asString("");
            boolean spaces = !type.equals("Replace") || (step.path("pattern").path("String").asString("").equals(" ")
                    && step.path("content").asString("").equals(SPACE));
            if (!HARMLESS_STEPS.contains(type) || !spaces) {
                throw unsupportedNormalizer(type);
            }
        }
    }

    private static ConversionException unsupportedNormalizer(String type) {
        return new ConversionException("The tokenizer changes texts by a normalizer '%s', which no GGUF file can say."
                .formatted(type.substring(0, Math.min(type.length(), 40))));
    }
}
