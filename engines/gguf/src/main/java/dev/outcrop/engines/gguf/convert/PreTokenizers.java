package dev.outcrop.engines.gguf.convert;

import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * Recognises how a byte-level tokenizer cuts text, and names it as GGUF files do ({@code tokenizer.ggml.pre}).
 *
 * <p>Files hold expressions and GGUF holds names, so only the expressions that have a name can be converted. They are
 * compared letter by letter: one that is written otherwise may cut otherwise.
 */
final class PreTokenizers {

    private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private static final String END = "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String WORDS = "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|";
    private static final String SIGNS = "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*";

    private static final String LLAMA_3 = CONTRACTIONS + WORDS + "\\p{N}{1,3}" + SIGNS + END;
    private static final String QWEN_2 = CONTRACTIONS + WORDS + "\\p{N}" + SIGNS + END;
    private static final String GPT_2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
    private static final String TEKKEN = mixedCase("", "\\p{N}");
    private static final String GPT_4O = mixedCase("(?i:'s|'t|'re|'ve|'m|'ll|'d)?", "\\p{N}{1,3}");

    private PreTokenizers() {}

    private static String mixedCase(String behindWords, String numbers) {
        String upper = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
        String lower = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
        String head = "[^\\r\\n\\p{L}\\p{N}]?";
        return head + upper + "*" + lower + "+" + behindWords + "|" + head + upper + "+" + lower + "*" + behindWords
                + "|" + numbers + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*" + END;
    }

    /**
     * The name for how a tokenizer cuts.
     *
     * @throws ConversionException when it has none
     */
    static String nameOf(TokenizerJson tokenizer) {
        StringBuilder kind = new StringBuilder();
        String expression = null;
        boolean spaceInFront = false;
        for (JsonNode step : TokenizerJson.steps(tokenizer.preTokenizer(), "pretokenizers")) {
            String type = step.path("type").asString("");
            switch (type) {
                case "Split" -> {
                    kind.append("Split ");
                    expression = step.path("pattern").path("Regex").asString("");
                    requireIsolated(step);
                }
                case "Digits" ->
                    kind.append(step.path("individual_digits").asBoolean(false) ? "Digits " : "DigitGroups ");
                case "ByteLevel" -> {
                    kind.append(step.path("use_regex").asBoolean(true) ? "Gpt2 " : "Bytes ");
                    spaceInFront |= step.path("add_prefix_space").asBoolean(false);
                }
                default -> kind.append(type).append(' ');
            }
        }
        if (spaceInFront) {
            throw new ConversionException("The tokenizer puts a space in front of texts (add_prefix_space), which GGUF"
                    + " cannot say of byte-level tokenizers.");
        }
        String name = switch (kind.toString().strip()) {
            case "Gpt2" -> "gpt-2";
            case "Digits Gpt2" -> "smollm";
            case "Split Bytes" -> named(String.valueOf(expression), tokenizer.ignoreMerges());
            default -> throw unknown(kind.toString().strip());
        };
        if (tokenizer.ignoreMerges() && !List.of("llama-bpe", "tekken").contains(name)) {
            throw new ConversionException(
                    "The tokenizer takes whole pieces (ignore_merges) and cuts like '%s', which go"
                            .formatted(name) + " together in no GGUF file.");
        }
        return name;
    }

    private static String named(String expression, boolean ignoreMerges) {
        return switch (expression) {
            // The same expression has two names, by whether a piece that is a token is merged.
            case LLAMA_3 -> ignoreMerges ? "llama-bpe" : "smaug-bpe";
            case QWEN_2 -> "qwen2";
            case GPT_2 -> "gpt-2";
            default -> {
                if (expression.equals(TEKKEN) && ignoreMerges) {
                    yield "tekken";
                }
                if (expression.equals(GPT_4O)) {
                    yield "gpt-4o";
                }
                throw unknown("Split " + expression);
            }
        };
    }

    private static void requireIsolated(JsonNode split) {
        if (!split.path("behavior").asString("").equals("Isolated") || split.path("invert").asBoolean(false)) {
            throw unknown("Split " + split.path("behavior"));
        }
    }

    private static ConversionException unknown(String kind) {
        return new ConversionException("The tokenizer cuts text in a way that no GGUF file can name (pre_tokenizer in"
                + " tokenizer.json): " + kind.substring(0, Math.min(kind.length(), 300))
                + ". Known are those of GPT-2, Llama 3, Qwen2, SmolLM, Tekken and GPT-4o.");
    }
}
