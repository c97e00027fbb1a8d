package dev.outcrop.guardrails.classifier;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.outcrop.guardrails.config.ContentFilter.Category;

/**
 * Reads a judge's answer: {@code safe}, or {@code unsafe} and codes behind it, in any case, parted by white space or
 * commas. Anything else, however likely it looks, is not an answer: a judge that explains, doubts or was talked into
 * something else must not decide.
 */
final class JudgeAnswer {
    private static final Pattern BETWEEN = Pattern.compile("[\\s,]+");

    private JudgeAnswer() {}

    /** The categories that an answer names, none for a safe text; empty when it is not understood. */
    static Optional<Set<Category>> read(String answer, LabelMap codes) {
        List<String> words = List.of(BETWEEN.split(answer.strip()));
        if (words.size() == 1 && words.getFirst().equalsIgnoreCase("safe")) {
            return Optional.of(Set.of());
        }
        if (words.size() == 1 || !words.getFirst().equalsIgnoreCase("unsafe")) {
            return Optional.empty();
        }
        Set<Category> named = EnumSet.noneOf(Category.class);
        for (String code : words.subList(1, words.size())) {
            Set<Category> meaning = codes.meaning(code);
            if (meaning == null) {
                return Optional.empty();
            }
            named.addAll(meaning);
        }
        return Optional.of(named);
    }
}
