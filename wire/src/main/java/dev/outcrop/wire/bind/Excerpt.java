package dev.outcrop.wire.bind;

/** A caller's text, short enough to quote in a message. */
final class Excerpt {
    private static final int LONGEST = 64;

    private Excerpt() {}

    static String of(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
