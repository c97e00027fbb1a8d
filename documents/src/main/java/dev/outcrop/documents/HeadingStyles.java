package dev.outcrop.documents;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Word's built-in heading styles, which bear the same names in documents of every language. */
final class HeadingStyles {

    private HeadingStyles() {}

    /** The level of the heading that the style of that name makes, from 1; 0 if it makes none. */
    static int level(@Nullable String styleName) {
        String name = styleName == null ? "" : styleName.toLowerCase(Locale.ROOT);
        if ("title".equals(name)) {
            return 1;
        }
        return name.matches("heading [1-9]") ? name.charAt(8) - '0' : 0;
    }
}
