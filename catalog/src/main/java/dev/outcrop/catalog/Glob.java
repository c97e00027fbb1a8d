package dev.outcrop.catalog;

/**
 * A text in which {@code *} stands for any text; nothing else is special.
 *
 * <p>Greedy matching of the pieces between stars: linear, and no pattern language for users to trip over.
 */
public record Glob(String pattern) {

    /** Matches everything. */
    public static final Glob ANY = new Glob("*");

    /** Whether the whole text matches. */
    public boolean matches(String text) {
        String[] pieces = pattern.split("\\*", -1);
        String first = pieces[0];
        String last = pieces[pieces.length - 1];
        if (pieces.length == 1) {
            return text.equals(pattern);
        }
        if (text.length() < first.length() + last.length() || !text.startsWith(first) || !text.endsWith(last)) {
            return false;
        }
        int at = first.length();
        int end = text.length() - last.length();
        for (int i = 1; i < pieces.length - 1; i++) {
            int found = text.indexOf(pieces[i], at);
            if (found < 0 || found + pieces[i].length() > end) {
                return false;
            }
            at = found + pieces[i].length();
        }
        return true;
    }
}
