package dev.outcrop.evaluation.text;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Words, punctuation and clitics as tokens of their own, in the manner of the Penn Treebank (R. MacIntyre's conventions
 * with NLTK 3's additions for typographic quotes).
 *
 * <p>A sentence's last full stop is a token, others stay with their word. Sentences are found by the JDK's rules for
 * English; a trained splitter may differ after unusual abbreviations.
 */
public final class WordTokenizer {

    /** What is replaced by what, in this order. None of the patterns can backtrack over more than a few characters. */
    private record Step(Pattern pattern, String replacement) {
        Step(String pattern, String replacement) {
            this(Pattern.compile(pattern), replacement);
        }
    }

    private static final String CLOSING = "[\\]\\)}>\"'»”’ ]*+";

    private static final List<Step> STEPS = List.of(
            // Quotes that open.
            new Step("([«“‘„]|`++)", " $1 "),
            new Step("^\"", "``"),
            new Step("(``)", " $1 "),
            new Step("([ (\\[{<])(\"|'{2})", "$1 `` "),
            new Step("(?i)(')(?!re|ve|ll|m|t|s|d|n)(\\w)\\b", "$1 $2"),
            // Punctuation.
            new Step("([^.])(\\.)(" + CLOSING + ")$", "$1 $2 $3 "),
            new Step("([:,])([^\\d])", " $1 $2"),
            new Step("([:,])$", " $1 "),
            new Step("\\.{2,}+", " $0 "),
            new Step("[;@#$%&]", " $0 "),
            new Step("[?!]", " $0 "),
            new Step("([^'])' ", "$1 ' "),
            new Step("[*]", " $0 "),
            new Step("[\\]\\[(){}<>]", " $0 "),
            new Step("--", " -- "),
            // Quotes that close, and clitics.
            new Step("^|$", " "),
            new Step("([»”’])", " $1 "),
            new Step("''", " '' "),
            new Step("\"", " '' "),
            new Step("([^' ])('[sS]|'[mM]|'[dD]|') ", "$1 $2 "),
            new Step("([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) ", "$1 $2 "),
            // Words that are two.
            new Step("(?i)\\b(can)(not)\\b", " $1 $2 "),
            new Step("(?i)\\b(d)('ye)\\b", " $1 $2 "),
            new Step("(?i)\\b(gim)(me)\\b", " $1 $2 "),
            new Step("(?i)\\b(gon)(na)\\b", " $1 $2 "),
            new Step("(?i)\\b(got)(ta)\\b", " $1 $2 "),
            new Step("(?i)\\b(lem)(me)\\b", " $1 $2 "),
            new Step("(?i)\\b(more)('n)\\b", " $1 $2 "),
            new Step("(?i)\\b(wan)(na)(?=\\s)", " $1 $2 "),
            new Step("(?i) ('t)(is)\\b", " $1 $2 "),
            new Step("(?i) ('t)(was)\\b", " $1 $2 "));

    private WordTokenizer() {}

    /** The tokens of a text of any number of sentences. */
    public static List<String> tokens(String text) {
        BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ENGLISH);
        sentences.setText(text);
        List<String> tokens = new ArrayList<>();
        int from = sentences.first();
        for (int to = sentences.next(); to != BreakIterator.DONE; to = sentences.next()) {
            tokens.addAll(sentenceTokens(WhiteSpace.strip(text.substring(from, to))));
            from = to;
        }
        return tokens;
    }

    /** The tokens of one sentence. */
    public static List<String> sentenceTokens(String sentence) {
        String spaced = sentence;
        for (Step step : STEPS) {
            spaced = step.pattern().matcher(spaced).replaceAll(step.replacement());
        }
        return WhiteSpace.split(spaced);
    }
}
