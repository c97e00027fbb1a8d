package dev.outcrop.access.policy;

import java.util.Arrays;

/**
 * A pattern in which {@code *} stands for any run of characters and {@code ?} for any one. Immutable.
 *
 * <p>Matching goes back to the last {@code *} at most, as whatever the ones before it took would do as well: time is bounded
 * by the text's length times that of the longest run between two stars (ordinarily it is the text's length), and nothing is
 * allocated. Characters are code points.
 */
final class Wildcard {
    private static final int ANY_ONE = -1;
    private static final int ANY_RUN = -2;

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
        while (at < text.length()) {
            if (unit < units.length && units[unit] == ANY_RUN) {
                if (unit == units.length - 1) {
                    return true;
                }
                star = unit++;
                restart = at;
                continue;
            }
            int character = text.codePointAt(at);
            if (unit < units.length && (units[unit] == character || units[unit] == ANY_ONE)) {
                unit++;
                at += Character.charCount(character);
            } else if (star >= 0) {
                unit = star + 1;
                restart += Character.charCount(text.codePointAt(restart));
                at = restart;
            } else {
                return false;
            }
        }
        while (unit < units.length && units[unit] == ANY_RUN) {
            unit++;
        }
        return unit == units.length;
    }

    /** Puts a pattern together of parts with wildcards and parts without. */
    static final class Builder {
        private int[] units = new int[16];
        private int size;

        /** Appends a text whose {@code *} and {@code ?} are wildcards. */
        Builder pattern(String text) {
            text.codePoints().forEach(character -> {
                switch (character) {
                    case '*' -> {
                        // Two stars match what one does.
                        if (size == 0 || units[size - 1] != ANY_RUN) {
                            add(ANY_RUN);
                        }
                    }
                    case '?' -> add(ANY_ONE);
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
