package dev.outcrop.guardrails.topics;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes a definition apart: "Questions about W-2 forms, deadlines or tax owed." says little as a whole that its parts do
 * not say more plainly. Expressions without nested repetition, so linear in the definition.
 */
final class TopicPhrases {
    private static final int SHORTEST = 4;
    private static final Pattern OPENING = Pattern.compile(
            "^(?:any )?(?:personal )?(?:questions|requests?|inquiries|reports|guidance|discussions?|information"
                    + "|conversations|complaints|statements|advice)(?: (?:or|and) [a-z]+)?"
                    + " (?:about|on|to|for|of|that|from) ",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SEPARATOR = Pattern.compile("[,;:.]|\\b(?:or|and|such as)\\b");

    private TopicPhrases() {}

    /** The definition without its opening ("Questions about"), then its parts. */
    static List<String> of(String definition) {
        String core = OPENING.matcher(definition).replaceFirst("");
        List<String> phrases = new ArrayList<>();
        phrases.add(core);
        for (String part : SEPARATOR.split(core)) {
            String phrase = part.strip();
            if (phrase.length() >= SHORTEST) {
                phrases.add(phrase);
            }
        }
        return phrases;
    }
}
