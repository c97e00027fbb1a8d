package dev.outcrop.wire.bind;

/** A caller's text, short enough to quote in a message. */
final class Excerpt {
    private static final int LONGEST = 64;

    private Excerpt() {}

    static String of(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        // Half a surrogate pair is no character.
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "...";
    }
}
