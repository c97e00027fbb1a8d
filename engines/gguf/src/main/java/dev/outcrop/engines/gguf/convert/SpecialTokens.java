package dev.outcrop.engines.gguf.convert;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

import dev.outcrop.engines.gguf.file.MetadataWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which tokens have roles: where a text begins, where an answer ends, what is put around a prompt.
 *
 * <p>Sources in order: tokenizer_config.json, the post-processor of tokenizer.json, ids of generation_config.json and
 * config.json. Loading a model with transformers looks at them in this order too.
 *
 * @param begin of a text, or null
 * @param ends of an answer, the tokenizer's own first
 */
record SpecialTokens(
        @Nullable Integer begin, SequencedSet<Integer> ends, @Nullable Integer unknown, @Nullable Integer padding,
        boolean addBegin, boolean addEnd) {

    /** GGUF has room for this many ends: of the text, of the turn and of the message. */
    private static final List<String> END_KEYS = List.of("eos_token_id", "eot_token_id", "eom_token_id");

    /**
     * @param addsBeginByHabit whether a begin is put in front when no file says so
     * @param tokenizer null when there is no tokenizer.json
     * @throws ConversionException when an id is that of no token
     */
    static SpecialTokens of(ModelFiles files, TokenTable table, @Nullable TokenizerJson tokenizer,
            boolean addsBeginByHabit) {
        JsonFile own = files.tokenizerConfig();
        Integer begin = first(table, own, "bos_token", files.generationConfig(), files.config());
        SequencedSet<Integer> ends = new LinkedHashSet<>();
        role(table, own, "eos_token").ifPresent(ends::add);
        for (JsonFile file : List.of(files.generationConfig(), files.config())) {
            for (int id : file.integers("eos_token_id")) {
                ends.add(checked(table, id, file.name()));
            }
        }
        JsonNode processor = tokenizer == null ? null : template(tokenizer.postProcessor());
        boolean addBegin = own.flag("add_bos_token")
                .orElseGet(() -> processor == null ? addsBeginByHabit : isSpecial(processor.path(0)));
        boolean addEnd = own.flag("add_eos_token")
                .orElseGet(() -> processor != null && isSpecial(processor.path(processor.size() - 1)));
        return new SpecialTokens(begin, ends, role(table, own, "unk_token").orElse(null),
                role(table, own, "pad_token").orElse(null), addBegin && begin != null, addEnd && !ends.isEmpty());
    }

    private static @Nullable Integer first(TokenTable table, JsonFile own, String role, JsonFile... otherwise) {
        Optional<Integer> id = role(table, own, role);
        for (JsonFile file : otherwise) {
            id = id.or(() -> file.integers(role + "_id").stream().findFirst()
                    .map(value -> checked(table, value, file.name())));
        }
        return id.orElse(null);
    }

    /** The token that tokenizer_config.json names for a role, as a text or as an object with its content. */
    private static Optional<Integer> role(TokenTable table, JsonFile own, String role) {
        JsonNode value = own.root().path(role);
        String text = value.isObject() ? value.path("content").asString("") : value.asString("");
        return text.isEmpty() ? Optional.empty() : Optional.ofNullable(table.id(text));
    }

    private static int checked(TokenTable table, int id, String file) {
        if (id >= table.size()) {
            throw new ConversionException("%s names the token %d, but there are only %d.".formatted(file, id,
                    table.size()));
        }
        return id;
    }

    /** What the post-processor makes of one text: special tokens and the text's own; null when it adds nothing. */
    private static @Nullable JsonNode template(JsonNode processor) {
        return TokenizerJson.steps(processor, "processors").stream()
                .filter(step -> step.path("type").asString("").equals("TemplateProcessing"))
                .map(step -> step.path("single"))
                .filter(single -> single.isArray() && !single.isEmpty())
                .findFirst()
                .orElse(null);
    }

    private static boolean isSpecial(JsonNode part) {
        return part.has("SpecialToken");
    }

    /** Writes the roles. */
    void describe(MetadataWriter metadata, List<String> notes) {
        String prefix = "tokenizer.ggml.";
        if (begin != null) {
            metadata.integer(prefix + "bos_token_id", begin);
        }
        int place = 0;
        for (int id : ends) {
            if (place == END_KEYS.size()) {
                notes.add("Only the first %d of the %d tokens that end an answer (eos_token_id) are kept."
                        .formatted(END_KEYS.size(), ends.size()));
                break;
            }
            metadata.integer(prefix + END_KEYS.get(place++), id);
        }
        if (unknown != null) {
            metadata.integer(prefix + "unknown_token_id", unknown);
        }
        if (padding != null) {
            metadata.integer(prefix + "padding_token_id", padding);
        }
        metadata.flag(prefix + "add_bos_token", addBegin).flag(prefix + "add_eos_token", addEnd);
    }
}
