package dev.outcrop.engines.gguf.tokenizer;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.outcrop.engines.gguf.file.GgufException;

/**
 * Cuts text into the pieces within which byte-pair encoding joins.
 *
 * <p>Expressions are tried in turn, each on the pieces of the one before; text between matches is a piece too. All of
 * them are runs of one character class with at most one character of look-ahead, so Java's matcher goes through them in
 * linear time and constant stack.
 */
final class PreTokenizer {

    /** White space as Unicode has it; Java's own {@code \s} is ASCII. */
    private static final String S = "\\p{IsWhite_Space}";

    private static final String NOT_S = "\\P{IsWhite_Space}";

    private static final String CONTRACTIONS = "'s|'t|'re|'ve|'m|'ll|'d";

    private static final String SPACES = S + "+(?!" + NOT_S + ")|" + S + "+";

    private static final String GPT_2 = CONTRACTIONS + "| ?\\p{L}+| ?\\p{N}+| ?[^" + S + "\\p{L}\\p{N}]+|" + SPACES;

    private static final String LLAMA_3_HEAD = "(?i:" + CONTRACTIONS + ")|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|";

    private static final String LLAMA_3_TAIL = "| ?[^" + S + "\\p{L}\\p{N}]+[\\r\\n]*|" + S + "*[\\r\\n]+|" + SPACES;

    private final List<Pattern> expressions;
    private final boolean wholePieces;

    private PreTokenizer(boolean wholePieces, String... expressions) {
        this.wholePieces = wholePieces;
        this.expressions = Arrays.stream(expressions).map(Pattern::compile).toList();
    }

    /** @throws GgufException when the name is not known */
    static PreTokenizer named(String name) {
        return switch (name) {
            case "gpt-2", "gpt2", "jina-en", "jina-es", "jina-de", "mpt", "olmo", "phi-2", "roberta-bpe" ->
                new PreTokenizer(false, GPT_2);
            case "llama-bpe", "llama3", "llama-v3", "falcon3", "pixtral" ->
                new PreTokenizer(true, LLAMA_3_HEAD + "\\p{N}{1,3}" + LLAMA_3_TAIL);
            case "dbrx", "smaug-bpe" -> new PreTokenizer(false, LLAMA_3_HEAD + "\\p{N}{1,3}" + LLAMA_3_TAIL);
            case "qwen2", "deepseek-r1-qwen", "stablelm2" ->
                new PreTokenizer(false, LLAMA_3_HEAD + "\\p{N}" + LLAMA_3_TAIL);
            case "default" ->
                new PreTokenizer(false, "[\\p{P}\\$\\+<=>\\^~\\|]+", GPT_2, "\\p{N}+", "[0-9][0-9][0-9]");
            case "smollm", "starcoder", "refact", "command-r", "codeshell", "exaone" ->
                new PreTokenizer(false, "\\p{N}", GPT_2);
            case "tekken" -> new PreTokenizer(true, mixedCase("", "\\p{N}"));
            case "gpt-4o", "llama4" ->
                new PreTokenizer(false, mixedCase("(?i:" + CONTRACTIONS + ")?", "\\p{N}{1,3}"));
            default -> throw new GgufException("The pre-tokenizer '" + name + "' is not supported.");
        };
    }

    /** Words are cut where upper case begins. */
    private static String mixedCase(String behindWords, String numbers) {
        String upper = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
        String lower = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
        return "[^\\r\\n\\p{L}\\p{N}]?" + upper + "*" + lower + "+" + behindWords
                + "|[^\\r\\n\\p{L}\\p{N}]?" + upper + "+" + lower + "*" + behindWords
                + "|" + numbers + "| ?[^" + S + "\\p{L}\\p{N}]+[\\r\\n/]*|" + S + "*[\\r\\n]+|" + SPACES;
    }

    /** Whether a piece that is itself a token is taken without joining. */
    boolean takesWholePieces() {
        return wholePieces;
    }

    void cut(String text, Consumer<String> pieces) {
        cut(text, 0, pieces);
    }

    private void cut(String text, int expression, Consumer<String> pieces) {
        if (expression == expressions.size()) {
            pieces.accept(text);
            return;
        }
        Matcher matcher = expressions.get(expression).matcher(text);
        int from = 0;
        while (matcher.find()) {
            if (matcher.start() > from) {
                cut(text.substring(from, matcher.start()), expression + 1, pieces);
            }
            if (matcher.end() > matcher.start()) {
                cut(matcher.group(), expression + 1, pieces);
            }
            from = matcher.end();
        }
        if (from < text.length()) {
            cut(text.substring(from), expression + 1, pieces);
        }
    }
}
