package dev.outcrop.evaluation.text;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Porter's suffix stripping (M. Porter, "An algorithm for suffix stripping", Program 14.3, 1980) with the extensions of
 * NLTK, by which published ROUGE and METEOR scores are computed: a few irregular words, short words left alone, and kinder
 * rules for {@code -ies}, {@code -ied} and final {@code y}.
 */
public final class PorterStemmer {

    /** Conditions on what is left of a word once the suffix is gone. */
    private enum When {
        ALWAYS, MEASURE_ABOVE_0, MEASURE_ABOVE_1
    }

    private record Rule(String suffix, String replacement, When when) {}

    private static final Map<String, String> IRREGULAR = Map.ofEntries(
            Map.entry("sky", "sky"), Map.entry("skies", "sky"), Map.entry("dying", "die"), Map.entry("lying", "lie"),
            Map.entry("tying", "tie"), Map.entry("news", "news"), Map.entry("innings", "inning"),
            Map.entry("inning", "inning"), Map.entry("outings", "outing"), Map.entry("outing", "outing"),
            Map.entry("cannings", "canning"), Map.entry("canning", "canning"), Map.entry("howe", "howe"),
            Map.entry("proceed", "proceed"), Map.entry("exceed", "exceed"), Map.entry("succeed", "succeed"));

    private static final Rule[] PLURALS = rules(When.ALWAYS, "sses", "ss", "ies", "i", "ss", "ss", "s", "");

    private static final Rule[] DOUBLE_SUFFIXES = rules(
            When.MEASURE_ABOVE_0,
            "ational", "ate", "tional", "tion", "enci", "ence", "anci", "ance", "izer", "ize", "bli", "ble", "alli",
            "al", "entli", "ent", "eli", "e", "ousli", "ous", "ization", "ize", "ation", "ate", "ator", "ate", "alism",
            "al", "iveness", "ive", "fulness", "ful", "ousness", "ous", "aliti", "al", "iviti", "ive", "biliti", "ble",
            "fulli", "ful");

    private static final Rule[] SUFFIXES = rules(
            When.MEASURE_ABOVE_0,
            "icate", "ic", "ative", "", "alize", "al", "iciti", "ic", "ical", "ic", "ful", "", "ness", "");

    private static final Rule[] ENDINGS = rules(
            When.MEASURE_ABOVE_1,
            "al", "", "ance", "", "ence", "", "er", "", "ic", "", "able", "", "ible", "", "ant", "", "ement", "",
            "ment", "", "ent", "", "sion", "s", "tion", "t", "ou", "", "ism", "", "ate", "", "iti", "", "ous", "",
            "ive", "", "ize", "");

    private PorterStemmer() {}

    private static Rule[] rules(When when, String... pairs) {
        Rule[] rules = new Rule[pairs.length / 2];
        for (int i = 0; i < rules.length; i++) {
            rules[i] = new Rule(pairs[2 * i], pairs[2 * i + 1], when);
        }
        return rules;
    }

    /** The stem of a word, in lower case. */
    public static String stem(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        String irregular = IRREGULAR.get(lower);
        if (irregular != null) {
            return irregular;
        }
        if (word.length() <= 2) {
            return lower;
        }
        return withoutFinalLOrE(ending(applied(SUFFIXES, doubleSuffix(finalY(pastOrPresent(plural(lower)))))));
    }

    private static String plural(String word) {
        return word.endsWith("ies") && word.length() == 4 ? chopped(word, 1) : applied(PLURALS, word);
    }

    private static String pastOrPresent(String word) {
        if (word.endsWith("ied")) {
            return chopped(word, word.length() == 4 ? 1 : 2);
        }
        if (word.endsWith("eed")) {
            return measure(chopped(word, 3)) > 0 ? chopped(word, 1) : word;
        }
        String stem = withoutVerbEnding(word);
        if (stem == null) {
            return word;
        }
        if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) {
            return stem + "e";
        }
        if (endsInDoubleConsonant(stem)) {
            char last = stem.charAt(stem.length() - 1);
            return last == 'l' || last == 's' || last == 'z' ? stem : chopped(stem, 1);
        }
        return measure(stem) == 1 && endsInShortSyllable(stem) ? stem + "e" : stem;
    }

    private static @Nullable String withoutVerbEnding(String word) {
        if (word.endsWith("ed") && hasVowel(chopped(word, 2))) {
            return chopped(word, 2);
        }
        return word.endsWith("ing") && hasVowel(chopped(word, 3)) ? chopped(word, 3) : null;
    }

    private static String finalY(String word) {
        boolean turns = word.endsWith("y") && word.length() > 2 && isConsonant(word, word.length() - 2);
        return turns ? chopped(word, 1) + "i" : word;
    }

    private static String doubleSuffix(String word) {
        if (word.endsWith("alli") && measure(chopped(word, 4)) > 0) {
            return doubleSuffix(chopped(word, 2));
        }
        if (word.endsWith("logi")) {
            // The l counts as part of the stem, so that short stems such as "geo" fare as long ones do.
            return measure(chopped(word, 3)) > 0 ? chopped(word, 1) : word;
        }
        return applied(DOUBLE_SUFFIXES, word);
    }

    private static String ending(String word) {
        return applied(ENDINGS, word);
    }

    private static String withoutFinalLOrE(String word) {
        String stem = word;
        if (word.endsWith("e")) {
            String rest = chopped(word, 1);
            int measure = measure(rest);
            if (measure > 1 || (measure == 1 && !endsInShortSyllable(rest))) {
                stem = rest;
            }
        }
        return stem.endsWith("ll") && measure(chopped(stem, 1)) > 1 ? chopped(stem, 1) : stem;
    }

    /** The first rule whose suffix fits decides, whether its condition holds or not. */
    private static String applied(Rule[] rules, String word) {
        for (Rule rule : rules) {
            if (word.endsWith(rule.suffix())) {
                String stem = chopped(word, rule.suffix().length());
                boolean holds = switch (rule.when()) {
                    case ALWAYS -> true;
                    case MEASURE_ABOVE_0 -> measure(stem) > 0;
                    case MEASURE_ABOVE_1 -> measure(stem + rule.replacement()) > 1;
                };
                return holds ? stem + rule.replacement() : word;
            }
        }
        return word;
    }

    private static String chopped(String word, int letters) {
        return word.substring(0, word.length() - letters);
    }

    /** How often a vowel is followed by a consonant: Porter's m. */
    private static int measure(String stem) {
        int measure = 0;
        for (int i = 1; i < stem.length(); i++) {
            if (isConsonant(stem, i) && !isConsonant(stem, i - 1)) {
                measure++;
            }
        }
        return measure;
    }

    private static boolean hasVowel(String stem) {
        for (int i = 0; i < stem.length(); i++) {
            if (!isConsonant(stem, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsInDoubleConsonant(String word) {
        int last = word.length() - 1;
        return last > 0 && word.charAt(last) == word.charAt(last - 1) && isConsonant(word, last);
    }

    /** Consonant, vowel, consonant but w, x and y; or a word of one vowel and one consonant. */
    private static boolean endsInShortSyllable(String word) {
        int last = word.length() - 1;
        if (last < 1 || !isConsonant(word, last) || isConsonant(word, last - 1)) {
            return false;
        }
        return last == 1 || (isConsonant(word, last - 2) && "wxy".indexOf(word.charAt(last)) < 0);
    }

    private static boolean isConsonant(String word, int at) {
        return switch (word.charAt(at)) {
            case 'a', 'e', 'i', 'o', 'u' -> false;
            case 'y' -> isConsonantalY(word, at);
            default -> true;
        };
    }

    /** A y is a consonant at the beginning and after a vowel; in a run of them they take turns. */
    private static boolean isConsonantalY(String word, int at) {
        int first = at;
        while (first > 0 && word.charAt(first - 1) == 'y') {
            first--;
        }
        boolean firstIsConsonant = first == 0 || "aeiou".indexOf(word.charAt(first - 1)) >= 0;
        return firstIsConsonant == ((at - first) % 2 == 0);
    }
}
