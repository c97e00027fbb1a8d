package dev.outcrop.guardrails.grounding;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of one sentence, as far as they carry facts. English. Immutable.
 *
 * @param content stems of words that are neither stop words nor numbers
 * @param numbers in digits, without thousands separators; small ones also from words
 * @param names stems of the content words that are capitalised other than at the beginning
 * @param negated whether the sentence denies something
 */
record WordSet(Set<String> content, Set<String> numbers, Set<String> names, boolean negated) {
    private static final Pattern WORD = Pattern.compile("\\p{Nd}+(?:[.,]\\p{Nd}+)*+|[\\p{L}\\p{Nl}\\p{No}]++");
    private static final List<String> SUFFIXES = List.of("ings", "ing", "edly", "ed", "ies", "es", "s", "ly");
    private static final int SHORTEST_STEM = 3;
    private static final Set<String> NEGATIONS = Set.of(
            "no", "not", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot", "t");
    private static final Map<String, String> NUMBERS = Map.ofEntries(
            Map.entry("zero", "0"),
            Map.entry("one", "1"),
            Map.entry("two", "2"),
            Map.entry("three", "3"),
            Map.entry("four", "4"),
            Map.entry("five", "5"),
            Map.entry("six", "6"),
            Map.entry("seven", "7"),
            Map.entry("eight", "8"),
            Map.entry("nine", "9"),
            Map.entry("ten", "10"),
            Map.entry("eleven", "11"),
            Map.entry("twelve", "12"));
    private static final Set<String> STOP_WORDS = Set.of(
            ("a about above after again all also am an and any are as at be because been before being below between "
                    + "both but by can could did do does doing down during each few for from further had has have having "
                    + "he her here hers him himself his how however i if in into is it its itself just me more most my "
                    + "no nor not now of off on once only or other our out over own per she should so some such than "
                    + "that the their them then there these they this those through to too under until up upon us very "
                    + "was we were what when where which while who whom whose why will with would you your yes s t d ll "
                    + "re ve m").split(" "));

    WordSet {
        content = Set.copyOf(content);
        numbers = Set.copyOf(numbers);
        names = Set.copyOf(names);
    }

    /** The words of a sentence. */
    static WordSet of(CharSequence sentence) {
        Set<String> content = new HashSet<>();
        Set<String> numbers = new HashSet<>();
        Set<String> names = new HashSet<>();
        boolean negated = false;
        boolean first = true;
        Matcher words = WORD.matcher(sentence);
        while (words.find()) {
            String word = words.group();
            String lower = word.toLowerCase(Locale.ROOT);
            negated |= NEGATIONS.contains(lower);
            String number = Character.isDigit(word.codePointAt(0)) ? word.replace(",", "") : NUMBERS.get(lower);
            if (number != null) {
                numbers.add(number);
            } else if (!STOP_WORDS.contains(lower)) {
                content.add(stem(lower));
                if (!first && Character.isUpperCase(word.codePointAt(0))) {
                    names.add(stem(lower));
                }
            }
            first = false;
        }
        return new WordSet(content, numbers, names, negated);
    }

    /** Whether a token carries content: it begins with a letter or digit and is no stop word. */
    static boolean isContent(String token) {
        return !token.isEmpty()
                && Character.isLetterOrDigit(token.codePointAt(0))
                && !STOP_WORDS.contains(token.toLowerCase(Locale.ROOT));
    }

    /** Takes the commonest endings off: enough to match a word's forms, no more. */
    static String stem(String word) {
        String stem = word;
        for (String suffix : SUFFIXES) {
            if (stem.endsWith(suffix) && stem.length() - suffix.length() >= SHORTEST_STEM) {
                stem = stem.substring(0, stem.length() - suffix.length());
                break;
            }
        }
        boolean ends = stem.length() > SHORTEST_STEM && (stem.endsWith("e") || stem.endsWith("y"));
        return ends ? stem.substring(0, stem.length() - 1) : stem;
    }
}
