package dev.outcrop.evaluation.perturb;

import java.util.Locale;
import java.util.Map;

import dev.outcrop.evaluation.text.WhiteSpace;

/**
 * A way to write a prompt otherwise (fmeval's three kinds, and two that Amazon Bedrock adds). Stateless.
 *
 * <p>The neighbours of keys are those of the MIT-licensed NL-Augmenter: each string begins with the letter itself and
 * repeats some, which weighs the choice.
 */
public sealed interface Perturbation {

    /** A short name, for seeds and reports. */
    String name();

    /** The text written otherwise; kinds that leave nothing to chance draw nothing. */
    String apply(String text, NumPyRandom random);

    /**
     * Typing slips: a letter is sometimes replaced by one beside it on the keyboard.
     *
     * @param probability of each letter
     */
    record ButterFinger(double probability) implements Perturbation {
        private static final Map<Character, String> NEIGHBOURS = Map.ofEntries(
                Map.entry('q', "qwasedzx"), Map.entry('w', "wqesadrfcx"), Map.entry('e', "ewrsfdqazxcvgt"),
                Map.entry('r', "retdgfwsxcvgt"), Map.entry('t', "tryfhgedcvbnju"), Map.entry('y', "ytugjhrfvbnji"),
                Map.entry('u', "uyihkjtgbnmlo"), Map.entry('i', "iuojlkyhnmlp"), Map.entry('o', "oipklujm"),
                Map.entry('p', "plo['ik"), Map.entry('a', "aqszwxwdce"), Map.entry('s', "swxadrfv"),
                Map.entry('d', "decsfaqgbv"), Map.entry('f', "fdgrvwsxyhn"), Map.entry('g', "gtbfhedcyjn"),
                Map.entry('h', "hyngjfrvkim"), Map.entry('j', "jhknugtblom"), Map.entry('k', "kjlinyhn"),
                Map.entry('l', "lokmpujn"), Map.entry('z', "zaxsvde"), Map.entry('x', "xzcsdbvfrewq"),
                Map.entry('c', "cxvdfzswergb"), Map.entry('v', "vcfbgxdertyn"), Map.entry('b', "bvnghcftyun"),
                Map.entry('n', "nbmhjvgtuik"), Map.entry('m', "mnkjloik"), Map.entry(' ', " "));

        @Override
        public String name() {
            return "butter_finger";
        }

        @Override
        public String apply(String text, NumPyRandom random) {
            StringBuilder slipped = new StringBuilder(text.length());
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                char lower = Character.toLowerCase(c);
                String neighbours = NEIGHBOURS.get(lower);
                if (neighbours != null && random.nextDouble() <= probability) {
                    char other = neighbours.charAt(random.nextInt(neighbours.length()));
                    slipped.append(lower == c ? other : Character.toUpperCase(other));
                } else {
                    slipped.append(c);
                }
            }
            return slipped.toString();
        }
    }

    /**
     * Capitals in places.
     *
     * @param fraction of all characters, rounded down
     */
    record RandomUpperCase(double fraction) implements Perturbation {
        @Override
        public String name() {
            return "random_upper_case";
        }

        @Override
        public String apply(String text, NumPyRandom random) {
            int[] places = random.places(text.length(), (int) (text.length() * fraction));
            StringBuilder raised = new StringBuilder(text);
            for (int place : places) {
                raised.setCharAt(place, Character.toUpperCase(text.charAt(place)));
            }
            return raised.toString();
        }
    }

    /**
     * White space where there was none, and none where there was.
     *
     * @param adding probability of a space after a character
     * @param removing probability that white space goes
     */
    record WhiteSpaceAddRemove(double adding, double removing) implements Perturbation {
        @Override
        public String name() {
            return "whitespace_add_remove";
        }

        @Override
        public String apply(String text, NumPyRandom random) {
            StringBuilder spaced = new StringBuilder(text.length());
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean space = WhiteSpace.is(c);
                double draw = random.nextDouble();
                if (space && draw < removing) {
                    continue;
                }
                spaced.append(c);
                if (!space && draw < adding) {
                    spaced.append(' ');
                }
            }
            return spaced.toString();
        }
    }

    /** No capitals. */
    record LowerCase() implements Perturbation {
        @Override
        public String name() {
            return "lower_case";
        }

        @Override
        public String apply(String text, NumPyRandom random) {
            return text.toLowerCase(Locale.ROOT);
        }
    }

    /** Numbers in English words. */
    record NumbersToWords() implements Perturbation {
        @Override
        public String name() {
            return "numbers_to_words";
        }

        @Override
        public String apply(String text, NumPyRandom random) {
            return NumberWords.in(text);
        }
    }
}
