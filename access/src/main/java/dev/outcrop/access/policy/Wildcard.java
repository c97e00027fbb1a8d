package dev.outcrop.access.policy;

import java.util.Arrays;

/**
 * A pattern in which {@code *} stands for any run of characters and {@code ?} for any one. Immutable. Parts of an ARN have
 * wildcards of their own, which stop at colons.
 *
 * <p>Matching goes back to the last {@code *} at most, as whatever the ones before it took would do as well; when that one
 * may not pass the colon it has come to, to the last one that may. So time is bounded by the text's length times the
 * pattern's (ordinarily it is the text's length), and nothing is allocated. Characters are code points.
 */
final class Wildcard {
    private static final int ANY_ONE = -1;
    private static final int ANY_RUN = -2;
    private static final int ANY_ONE_IN_PART = -3;
    private static final int ANY_RUN_IN_PART = -4;

    private final int[] units;

    private Wildcard(int[] units) {
        this.units = units;
    }

    /** The pattern that a text writes. */
    static Wildcard of(String pattern) {
        return new Builder().pattern(pattern).build();
    }

    /** Whether the whole text matches. */
    boolean matches(String text) {
        int unit = 0;
        int at = 0;
        int star = -1;
        int restart = 0;
        int starInPart = -1;
        int restartInPart = 0;
        while (at < text.length()) {
            int wanted = unit < units.length ? units[unit] : 0;
            int character = text.codePointAt(at);
            if (unit < units.length && wanted == ANY_RUN) {
                if (unit == units.length - 1) {
                    return true;
                }
                star = unit++;
                restart = at;
                starInPart = -1;
            } else if (unit < units.length && wanted == ANY_RUN_IN_PART) {
                starInPart = unit++;
                restartInPart = at;
            } else if (unit < units.length && takes(wanted, character)) {
                unit++;
                at += Character.charCount(character);
            } else if (starInPart >= 0 && text.charAt(restartInPart) != ':') {
                unit = starInPart + 1;
                restartInPart += Character.charCount(text.codePointAt(restartInPart));
                at = restartInPart;
            } else if (star >= 0) {
                unit = star + 1;
                restart += Character.charCount(text.codePointAt(restart));
                at = restart;
                starInPart = -1;
            } else {
                return false;
            }
        }
        while (unit < units.length && (units[unit] == ANY_RUN || units[unit] == ANY_RUN_IN_PART)) {
            unit++;
        }
        return unit == units.length;
    }

    private static boolean takes(int wanted, int character) {
        return wanted == character || wanted == ANY_ONE || (wanted == ANY_ONE_IN_PART && character != ':');
    }

    /** Puts a pattern together of parts with wildcards and parts without. */
    static final class Builder {
        private int[] units = new int[16];
        private int size;

        /** Appends a text whose {@code *} and {@code ?} are wildcards. */
        Builder pattern(String text) {
            return pattern(text, ANY_ONE, ANY_RUN);
        }

        /** Appends a text whose {@code *} and {@code ?} are wildcards that stop at colons. */
        Builder patternInPart(String text) {
            return pattern(text, ANY_ONE_IN_PART, ANY_RUN_IN_PART);
        }

        /** Lets a last {@code *} pass colons. */
        Builder openEnd() {
            if (size > 0 && units[size - 1] == ANY_RUN_IN_PART) {
                units[size - 1] = ANY_RUN;
            }
            return this;
        }

        private Builder pattern(String text, int one, int run) {
            text.codePoints().forEach(character -> {
                switch (character) {
                    case '*' -> {
                        // Two stars match what one does.
                        if (size == 0 || units[size - 1] != run) {
                            add(run);
                        }
                    }
                    case '?' -> add(one);
                    default -> add(character);
                }
            });
            return this;
        }

        /** Appends a text that stands for itself. */
        Builder literal(String text) {
            text.codePoints().forEach(this::add);
            return this;
        }

        Wildcard build() {
            return new Wildcard(Arrays.copyOf(units, size));
        }

        private void add(int unit) {
            if (size == units.length) {
                units = Arrays.copyOf(units, size * 2);
            }
            units[size++] = unit;
        }
    }
}
