package dev.outcrop.engines.gguf.grammar;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Regular expressions of numbers within bounds.
 *
 * <p>Whole numbers without bounds have at most 18 digits; other numbers at most 15 before and 15 behind the point and an
 * exponent of two digits. With bounds there is no exponent, and at most {@value #FREE_DIGITS} digits follow those that the
 * bound decides.
 */
final class Numbers {

    static final String ANY_INTEGER = "-?(0|[1-9]\\d{0,17})";
    static final String ANY_NUMBER = "-?(0|[1-9]\\d{0,14})(\\.\\d{1,15})?([eE][+-]?\\d{1,2})?";
    static final String NOTHING = "[]";

    private static final int FREE_DIGITS = 6;
    private static final String FRACTION = "(\\.\\d{1,6})?";
    private static final BigInteger WIDEST = BigInteger.TEN.pow(17);

    /** A bound, and whether the number must not be equal to it. */
    record Bound(BigDecimal value, boolean exclusive) {
        private Bound negated() {
            return new Bound(value.negate(), exclusive);
        }
    }

    private Numbers() {}

    /** Whole numbers within bounds, either of which may be missing. */
    static String integers(@Nullable Bound low, @Nullable Bound high) {
        List<String> choices = new ArrayList<>();
        BigInteger from = low == null ? null : least(low);
        BigInteger to = high == null ? null : least(high.negated()).negate();
        if (from == null || from.signum() < 0) {
            BigInteger least = to == null || to.signum() >= 0 ? BigInteger.ONE : to.negate();
            choices.add("-(" + natural(least, from == null ? widest(least) : from.negate()) + ")");
        }
        if (to == null || to.signum() >= 0) {
            BigInteger least = from == null ? BigInteger.ZERO : from.max(BigInteger.ZERO);
            choices.add("(" + natural(least, to == null ? widest(least) : to) + ")");
        }
        return String.join("|", choices);
    }

    private static BigInteger least(Bound bound) {
        BigInteger least = bound.value().setScale(0, RoundingMode.CEILING).toBigInteger();
        boolean excluded = bound.exclusive() && bound.value().compareTo(new BigDecimal(least)) == 0;
        return excluded ? least.add(BigInteger.ONE) : least;
    }

    private static BigInteger widest(BigInteger least) {
        return least.max(WIDEST).multiply(BigInteger.TEN).subtract(BigInteger.ONE);
    }

    private static String natural(BigInteger from, BigInteger to) {
        if (from.compareTo(to) > 0) {
            return NOTHING;
        }
        String low = from.toString();
        String high = to.toString();
        List<String> choices = new ArrayList<>();
        for (int length = low.length(); length <= high.length(); length++) {
            String first = length == low.length() ? low : "1" + "0".repeat(length - 1);
            String last = length == high.length() ? high : "9".repeat(length);
            choices.add(between(first, last));
        }
        return String.join("|", choices);
    }

    /** Digits from one number to another of the same length. */
    private static String between(String low, String high) {
        if (low.isEmpty()) {
            return "";
        }
        char first = low.charAt(0);
        char last = high.charAt(0);
        if (first == last) {
            return first + "(" + between(low.substring(1), high.substring(1)) + ")";
        }
        int rest = low.length() - 1;
        if (low.endsWith("0".repeat(rest)) && high.endsWith("9".repeat(rest))) {
            return "[" + first + "-" + last + "]\\d{" + rest + "}";
        }
        List<String> choices = new ArrayList<>();
        choices.add(first + "(" + between(low.substring(1), "9".repeat(rest)) + ")");
        choices.add(last + "(" + between("0".repeat(rest), high.substring(1)) + ")");
        if (first + 1 < last) {
            choices.add("[" + (char) (first + 1) + "-" + (char) (last - 1) + "]\\d{" + rest + "}");
        }
        return String.join("|", choices);
    }

    /** Numbers within bounds, either of which may be missing, as pairs of expressions that must both match. */
    static List<List<String>> decimals(@Nullable Bound low, @Nullable Bound high) {
        List<List<String>> choices = new ArrayList<>();
        if (low == null || low.value().signum() < 0) {
            Bound least = high == null || high.value().signum() > 0 ? null : high.negated();
            choices.add(within("-", least, low == null ? null : low.negated()));
        }
        if (high == null || high.value().signum() >= 0) {
            choices.add(within("", low == null || low.value().signum() < 0 ? null : low, high));
        }
        return choices;
    }

    private static List<String> within(String sign, @Nullable Bound low, @Nullable Bound high) {
        List<String> both = new ArrayList<>();
        both.add(sign + "(0|[1-9]\\d{0,39})(\\.\\d+)?");
        both.add(sign + "(" + (low == null ? "(0|[1-9]\\d{0,14})" + FRACTION : atLeast(low)) + ")");
        if (high != null) {
            both.add(sign + "(" + atMost(high) + ")");
        }
        return both;
    }

    private static String digitsBehindPoint(BigDecimal value) {
        String text = value.toPlainString();
        int point = text.indexOf('.');
        return point < 0 ? "" : text.substring(point + 1).replaceFirst("0+$", "");
    }

    private static String free(int min) {
        return "\\d{" + min + "," + FREE_DIGITS + "}";
    }

    private static String atLeast(Bound bound) {
        BigInteger whole = bound.value().toBigInteger();
        String digits = digitsBehindPoint(bound.value());
        String same = digits.isEmpty() && !bound.exclusive()
                ? FRACTION
                : "\\.(" + larger(digits, bound.exclusive()) + ")";
        BigInteger above = whole.add(BigInteger.ONE);
        return "(" + natural(above, widest(above)) + ")" + FRACTION + "|" + whole + same;
    }

    private static String larger(String digits, boolean exclusive) {
        if (digits.isEmpty()) {
            return exclusive ? free(0) + "[1-9]" + free(0) : free(0);
        }
        char first = digits.charAt(0);
        String same = first + "(" + larger(digits.substring(1), exclusive) + ")";
        return first == '9' ? same : same + "|[" + (char) (first + 1) + "-9]" + free(0);
    }

    private static String atMost(Bound bound) {
        BigInteger whole = bound.value().toBigInteger();
        String digits = digitsBehindPoint(bound.value());
        List<String> choices = new ArrayList<>();
        if (whole.signum() > 0) {
            choices.add("(" + natural(BigInteger.ZERO, whole.subtract(BigInteger.ONE)) + ")" + FRACTION);
        }
        if (!digits.isEmpty()) {
            choices.add(whole + "(\\.(" + smaller(digits, bound.exclusive()) + "))?");
        } else if (!bound.exclusive()) {
            choices.add(whole + "(\\.0{1," + FREE_DIGITS + "})?");
        }
        return choices.isEmpty() ? NOTHING : String.join("|", choices);
    }

    /** Digits behind the point that are not empty; those of the bound do not end in a zero. */
    private static String smaller(String digits, boolean exclusive) {
        char first = digits.charAt(0);
        String rest = digits.substring(1);
        List<String> choices = new ArrayList<>();
        if (first > '0') {
            choices.add("[0-" + (char) (first - 1) + "]" + free(0));
        }
        if (!rest.isEmpty()) {
            choices.add(first + "(" + smaller(rest, exclusive) + ")?");
        } else if (!exclusive) {
            choices.add(first + "0{0," + FREE_DIGITS + "}");
        }
        return choices.isEmpty() ? NOTHING : String.join("|", choices);
    }
}
