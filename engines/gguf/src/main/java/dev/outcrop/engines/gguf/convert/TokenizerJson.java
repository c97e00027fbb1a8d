package dev.outcrop.engines.gguf.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A {@code tokenizer.json} with a BPE model.
 *
 * <p>Vocabulary and merges, which can be tens of megabytes, are read as a stream; the rest is small.
 *
 * @param ids tokens of the model by text
 * @param merges pairs of tokens, joined by a space, in the order in which they are merged
 * @param addedTokens tokens that are found before the model sees the text
 * @param byteFallback whether what is no token becomes tokens for its bytes
 * @param ignoreMerges whether a piece that is itself a token is taken without merging
 * @param unknownToken text of the token for what is none
 */
record TokenizerJson(
        Map<String, Integer> ids,
        List<String> merges,
        List<AddedToken> addedTokens,
        boolean byteFallback,
        boolean ignoreMerges,
        @Nullable String unknownToken,
        JsonNode normalizer,
        JsonNode preTokenizer,
        JsonNode postProcessor) {

    static final String FILE = "tokenizer.json";

    private static final int MAX_BYTES = 100_000_000;
    private static final int MAX_TOKENS = 1_000_000;
    private static final int MAX_MERGES = 2_000_000;
    private static final int MAX_PART_BYTES = 16_000_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(50)
                    .maxNameLength(100_000)
                    .maxStringLength(MAX_PART_BYTES)
                    .build())
            .build();

    private static final Set<String> SMALL_PARTS = Set.of(
            "added_tokens", "normalizer", "pre_tokenizer", "post_processor");

    /**
     * A token that is found before the model sees the text.
     *
     * @param special whether it is control and no text
     */
    record AddedToken(int id, String content, boolean special) {}

    /**
     * Reads the file of a folder.
     *
     * @return empty when there is none
     * @throws ConversionException when it is damaged, too large, or its model is no BPE
     * @throws IOException when it cannot be read
     */
    static Optional<TokenizerJson> read(Path folder) throws IOException {
        Path path = folder.resolve(FILE);
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        if (Files.size(path) > MAX_BYTES) {
            throw new ConversionException("%s is larger than %d bytes.".formatted(FILE, MAX_BYTES));
        }
        return Optional.of(parse(Files.readAllBytes(path)));
    }

    /** @throws ConversionException when the bytes are damaged or their model is no BPE */
    static TokenizerJson parse(byte[] json) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            return new Parsing(json, parser).run();
        } catch (JacksonException e) {
            throw new ConversionException(FILE + " cannot be read: it is no JSON, or nested too deeply.", e);
        }
    }

    /** Whether text is written as bytes in a printable alphabet. */
    boolean isByteLevel() {
        return steps(preTokenizer, "pretokenizers").stream()
                .anyMatch(step -> step.path("type").asString("").equals("ByteLevel"));
    }

    /** The steps of a part that is one step, or a sequence of them in the member {@code list}. */
    static List<JsonNode> steps(JsonNode part, String list) {
        List<JsonNode> steps = new ArrayList<>();
        if (part.path("type").asString("").equals("Sequence")) {
            part.path(list).forEach(steps::add);
        } else if (part.isObject()) {
            steps.add(part);
        }
        return steps;
    }

    /** One pass over the file. */
    private static final class Parsing {
        private final byte[] json;
        private final JsonParser parser;
        private final Map<String, Integer> ids = new LinkedHashMap<>();
        private final List<String> merges = new ArrayList<>();
        private final Map<String, JsonNode> parts = new HashMap<>();
        private final Map<String, String> options = new HashMap<>();

        Parsing(byte[] json, JsonParser parser) {
            this.json = json;
            this.parser = parser;
        }

        TokenizerJson run() {
            expect(parser.nextToken(), JsonToken.START_OBJECT, "the beginning");
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String member = parser.currentName();
                JsonToken value = parser.nextToken();
                if (member.equals("model")) {
                    expect(value, JsonToken.START_OBJECT, "model");
                    readModel();
                } else if (SMALL_PARTS.contains(member)) {
                    parts.put(member, readPart(member));
                } else {
                    parser.skipChildren();
                }
            }
            requireBpe();
            return new TokenizerJson(ids, merges, addedTokens(), is("byte_fallback"), is("ignore_merges"),
                    options.get("unk_token"), part("normalizer"), part("pre_tokenizer"), part("post_processor"));
        }

        private void readModel() {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String member = parser.currentName();
                JsonToken value = parser.nextToken();
                if (member.equals("vocab") && value == JsonToken.START_OBJECT) {
                    readVocabulary();
                } else if (member.equals("merges") && value == JsonToken.START_ARRAY) {
                    readMerges();
                } else if (value.isScalarValue()) {
                    if (value != JsonToken.VALUE_NULL) {
                        options.put(member, parser.getString());
                    }
                } else {
                    parser.skipChildren();
                }
            }
        }

        private void readVocabulary() {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String text = parser.currentName();
                expect(parser.nextToken(), JsonToken.VALUE_NUMBER_INT, "vocab");
                long id = parser.getLongValue();
                if (id < 0 || id >= MAX_TOKENS) {
                    throw new ConversionException("%s gives a token the id %d; ids end at %d."
                            .formatted(FILE, id, MAX_TOKENS - 1));
                }
                if (ids.put(text, (int) id) != null) {
                    throw new ConversionException("%s has the token '%s' twice.".formatted(FILE, text));
                }
            }
        }

        private void readMerges() {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (merges.size() == MAX_MERGES) {
                    throw new ConversionException("%s has more than %d merges.".formatted(FILE, MAX_MERGES));
                }
                if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    merges.add(parser.getString());
                    continue;
                }
                expect(parser.currentToken(), JsonToken.START_ARRAY, "merges");
                expect(parser.nextToken(), JsonToken.VALUE_STRING, "merges");
                String left = parser.getString();
                expect(parser.nextToken(), JsonToken.VALUE_STRING, "merges");
                String right = parser.getString();
                expect(parser.nextToken(), JsonToken.END_ARRAY, "merges");
                if (left.indexOf(' ') >= 0 || right.indexOf(' ') >= 0) {
                    throw new ConversionException(
                            "%s has a merge of a token with a space, which GGUF cannot write: %s %s"
                                    .formatted(FILE, left, right));
                }
                merges.add(left + " " + right);
            }
        }

        /** A part as a tree; where it ends is found first, so that no large one becomes a tree. */
        private JsonNode readPart(String member) {
            int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
            parser.skipChildren();
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return MissingNode.getInstance();
            }
            int to = Math.toIntExact(parser.currentLocation().getByteOffset());
            if (to - from > MAX_PART_BYTES) {
                throw new ConversionException("'%s' in %s is larger than %d bytes."
                        .formatted(member, FILE, MAX_PART_BYTES));
            }
            byte[] part = new byte[to - from];
            System.arraycopy(json, from, part, 0, part.length);
            return JsonFile.value("'%s' in %s".formatted(member, FILE), part);
        }

        private void requireBpe() {
            // Old files do not name the type; merges do then.
            String type = options.getOrDefault("type", merges.isEmpty() ? "" : "BPE");
            if (!type.equals("BPE")) {
                throw new ConversionException("The tokenizer model '%s' is not supported; BPE is."
                        .formatted(type.substring(0, Math.min(type.length(), 40))));
            }
            for (String affix : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
                if (!options.getOrDefault(affix, "").isEmpty()) {
                    throw new ConversionException("The tokenizer has a %s, which is not supported.".formatted(affix));
                }
            }
            if (ids.isEmpty()) {
                throw new ConversionException(FILE + " has no vocabulary.");
            }
        }

        private List<AddedToken> addedTokens() {
            List<AddedToken> added = new ArrayList<>();
            Set<Integer> seen = new HashSet<>();
            for (JsonNode node : part("added_tokens")) {
                JsonFile token = new JsonFile(FILE, node);
                int id = token.required("id", 0, MAX_TOKENS - 1);
                String content = token.text("content").orElse("");
                if (content.isEmpty() || !seen.add(id)) {
                    throw new ConversionException("%s has an added token %d without content or twice."
                            .formatted(FILE, id));
                }
                added.add(new AddedToken(id, content, token.flag("special").orElse(false)));
            }
            return added;
        }

        private JsonNode part(String member) {
            return parts.getOrDefault(member, MissingNode.getInstance());
        }

        private boolean is(String option) {
            return options.getOrDefault(option, "false").equals("true");
        }

        private static void expect(@Nullable JsonToken actual, JsonToken expected, String where) {
            if (actual != expected) {
                throw new ConversionException("%s is wrong at %s: %s instead of %s."
                        .formatted(FILE, where, actual == null ? "the end" : actual, expected));
            }
        }
    }
}
