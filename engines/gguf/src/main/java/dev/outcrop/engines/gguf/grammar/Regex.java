package dev.outcrop.engines.gguf.grammar;

import java.util.ArrayList;
import java.util.List;

/** A regular expression as a tree. */
sealed interface Regex {

    /** Stands for "any number of times". */
    int UNBOUNDED = -1;

    /** One character. The beginning and the end of the text count as characters of their own here. */
    record One(CharacterSet of) implements Regex {}

    /** One after the other. */
    record All(List<Regex> parts) implements Regex {
        public All {
            parts = List.copyOf(parts);
        }
    }

    /** One of them. */
    record Any(List<Regex> choices) implements Regex {
        public Any {
            choices = List.copyOf(choices);
        }
    }

    /** The same several times. */
    record Times(Regex body, int min, int max) implements Regex {}

    /** What {@code ^} reads. */
    int BEGINNING = Character.MAX_CODE_POINT + 1;

    /** What {@code $} reads. */
    int END = Character.MAX_CODE_POINT + 2;

    /**
     * Reads the regular subset of ECMA-262: classes, groups, alternatives, quantifiers, anchors.
     *
     * @throws SchemaException when the pattern is damaged or needs more, such as a look around or a back reference
     */
    static Regex parse(String pattern, String pointer) {
        return new Parser(pattern, pointer).parse();
    }

    /** A recursive-descent parser. */
    final class Parser {
        private static final int MAX_DEPTH = 50;

        private final String pattern;
        private final String pointer;
        private int at;
        private int depth;

        private Parser(String pattern, String pointer) {
            this.pattern = pattern;
            this.pointer = pointer;
        }

        private Regex parse() {
            Regex all = alternatives();
            if (at < pattern.length()) {
                throw refuse("has a ')' too many.");
            }
            return all;
        }

        private SchemaException refuse(String why) {
            return new SchemaException(pointer, "the pattern " + why);
        }

        private boolean has(char c) {
            if (at < pattern.length() && pattern.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }

        private Regex alternatives() {
            if (++depth > MAX_DEPTH) {
                throw refuse("has groups that are nested too deeply.");
            }
            List<Regex> choices = new ArrayList<>();
            do {
                choices.add(sequence());
            } while (has('|'));
            depth--;
            return choices.size() == 1 ? choices.getFirst() : new Any(choices);
        }

        private Regex sequence() {
            List<Regex> parts = new ArrayList<>();
            while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
                parts.add(quantified(atom()));
            }
            return new All(parts);
        }

        private Regex quantified(Regex body) {
            Regex quantified = body;
            if (has('*')) {
                quantified = new Times(body, 0, UNBOUNDED);
            } else if (has('+')) {
                quantified = new Times(body, 1, UNBOUNDED);
            } else if (has('?')) {
                quantified = new Times(body, 0, 1);
            } else if (at < pattern.length() && pattern.charAt(at) == '{') {
                at++;
                int min = number();
                int max = min;
                if (has(',')) {
                    max = at < pattern.length() && pattern.charAt(at) != '}' ? number() : UNBOUNDED;
                }
                if (!has('}') || (max != UNBOUNDED && max < min)) {
                    throw refuse("has a quantifier that is none.");
                }
                quantified = new Times(body, min, max);
            } else {
                return body;
            }
            has('?'); // Whether a quantifier is lazy changes what is found, not what matches.
            if (at < pattern.length() && "*+?{".indexOf(pattern.charAt(at)) >= 0) {
                throw refuse("has two quantifiers in a row.");
            }
            return quantified;
        }

        private int number() {
            int from = at;
            while (at < pattern.length() && at - from < 6 && Character.isDigit(pattern.charAt(at))) {
                at++;
            }
            if (from == at || at - from > 5) {
                throw refuse("has a quantifier without a number, or with one of more than five digits.");
            }
            return Integer.parseInt(pattern, from, at, 10);
        }

        private Regex atom() {
            int c = next();
            return switch (c) {
                case '^' -> new One(CharacterSet.of(BEGINNING, BEGINNING));
                case '$' -> new One(CharacterSet.of(END, END));
                case '.' -> new One(CharacterSet.NOT_LINE_END);
                case '[' -> new One(set());
                case '(' -> group();
                case '\\' -> new One(escaped(false));
                case '*', '+', '?', '{' -> throw refuse("has a quantifier with nothing before it.");
                default -> new One(CharacterSet.of(c, c));
            };
        }

        private int next() {
            if (at >= pattern.length()) {
                throw refuse("ends too early.");
            }
            int c = pattern.codePointAt(at);
            at += Character.charCount(c);
            return c;
        }

        private Regex group() {
            if (has('?')) {
                boolean named = has('<');
                if (named && at < pattern.length() && Character.isLetter(pattern.charAt(at))) {
                    while (next() != '>') {
                        // The name of a group does not matter.
                    }
                } else if (named || !has(':')) {
                    throw refuse("looks ahead or behind, which is not supported.");
                }
            }
            Regex body = alternatives();
            if (!has(')')) {
                throw refuse("has a group without an end.");
            }
            return body;
        }

        private CharacterSet set() {
            boolean negated = has('^');
            CharacterSet set = CharacterSet.of();
            while (!has(']')) {
                int first = next();
                if (first == '\\' && at < pattern.length() && "dDwWsS".indexOf(pattern.charAt(at)) >= 0) {
                    set = set.union(escaped(true));
                    continue;
                }
                int low = first == '\\' ? escaped(true).bounds().getFirst() : first;
                int high = low;
                boolean range = at + 1 < pattern.length() && pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']';
                if (range) {
                    at++;
                    int last = next();
                    high = last == '\\' ? escaped(true).bounds().getFirst() : last;
                }
                if (high < low) {
                    throw refuse("has a range that runs backwards.");
                }
                set = set.union(CharacterSet.of(low, high));
            }
            return negated ? set.complement() : set;
        }

        private CharacterSet escaped(boolean inSet) {
            int c = next();
            int literal = switch (c) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'f' -> '\f';
                case 'v' -> 0x0b;
                case '0' -> 0;
                case 'b' -> inSet ? '\b' : -1;
                case 'x' -> hexadecimal(2);
                case 'u' -> hexadecimal(4);
                default -> Character.isLetterOrDigit(c) ? -1 : c;
            };
            if (literal >= 0) {
                return CharacterSet.of(literal, literal);
            }
            return switch (c) {
                case 'd' -> CharacterSet.DIGITS;
                case 'D' -> CharacterSet.DIGITS.complement();
                case 'w' -> CharacterSet.WORD;
                case 'W' -> CharacterSet.WORD.complement();
                case 's' -> CharacterSet.SPACE;
                case 'S' -> CharacterSet.NOT_SPACE;
                default -> throw refuse("has \\" + Character.toString(c) + ", which is not supported.");
            };
        }

        private int hexadecimal(int digits) {
            int value = 0;
            for (int i = 0; i < digits; i++) {
                int digit = Character.digit(next(), 16);
                if (digit < 0) {
                    throw refuse("has an escape that is no hexadecimal number.");
                }
                value = 16 * value + digit;
            }
            return value;
        }
    }
}
