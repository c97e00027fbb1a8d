package dev.outcrop.guardrails.tags;

import java.util.regex.Pattern;

/**
 * The word at the end of every tag's name by which a caller tells its own tags from any that its user has written.
 *
 * @param text 1 to 20 letters (of ASCII) and digits
 */
public record TagSuffix(String text) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9]{1,20}");

    /** @throws IllegalArgumentException when the text has another form */
    public TagSuffix {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("A tag suffix has 1 to 20 letters and digits.");
        }
    }
}
