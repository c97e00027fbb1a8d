package dev.outcrop.guardrails.pii.person;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;
import dev.outcrop.guardrails.pii.scan.Token;

/**
 * Ages in the forms people write them, the unit included: {@code 61 years old}, {@code aged 61}, {@code age: 61},
 * {@code turned 61}, {@code twenty-five years old}.
 */
final class Age implements Recogniser {
    private static final int OLDEST = 125;
    private static final int LOOK_AHEAD = 48;
    /** The number is read by then: what follows it. */
    private static final Pattern UNIT = Pattern.compile(
            "[ -]?(?:(?:years?|yrs?|months?|weeks?|days?)[ -](?:old|of[ -]age)|y/o|y\\.o\\.?|yo)(?!\\w)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern YEARS = Pattern.compile(" (?:years?|yrs?|months?)(?!\\w)", Pattern.CASE_INSENSITIVE);
    /** Nothing that makes it a fraction, a share, a range, a time or a measure. */
    private static final Pattern NO_MORE = Pattern.compile("(?![\\w%/°]|[.,:-]\\d|-)");
    private static final Pattern CLAUSE_END = Pattern.compile(
            "\\s*+(?:[.,;:!?)\\]\"]|\\z)|\\s++(?:and|but|now|today|this|next|last|on|in|at|when|years?|yrs?)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Set<String> LABELS = Set.of("age", "aged");
    private static final Set<String> TURNS = Set.of("turn", "turns", "turned", "turning");
    private static final Set<String> PERSONS = Set
            .of("i am", "i m", "he is", "she is", "he s", "she s", "he was", "she was", "i was", "who is", "who was",
                    "they are");
    private static final Set<String> TENS = Set
            .of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
    private static final Set<String> BELOW_TWENTY = Set.of(
            "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            "thirteen",
            "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen");

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        List<Token> tokens = text.tokens();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            int end = -1;
            if (token.digits() > 0) {
                end = ofDigits(text, i);
            } else if (token.length() >= 3 && token.length() <= 9) {
                end = inWords(text, i);
            }
            if (end >= 0) {
                found.accept(new Candidate(PiiType.AGE, token.start(), end, 0.75));
            }
        }
    }

    /** Index after the age that starts with a number, or -1. */
    private static int ofDigits(ScannedText text, int index) {
        Token token = text.tokens().get(index);
        int digits = token.start();
        while (digits < token.end() && text.at(digits) >= '0' && text.at(digits) <= '9') {
            digits++;
        }
        int length = digits - token.start();
        if (length == 0 || length > 3 || Integer.parseInt(text.text().substring(token.start(), digits)) > OLDEST
                || ".$€£-/_#".indexOf(text.at(token.start() - 1)) >= 0) {
            return -1;
        }
        int unit = end(text, UNIT, digits);
        if (unit > 0) {
            return unit;
        }
        if (!token.isNumber() || end(text, NO_MORE, digits) < 0) {
            return -1;
        }
        return isLabelled(text, index) ? Math.max(digits, end(text, YEARS, digits)) : -1;
    }

    private static boolean isLabelled(ScannedText text, int index) {
        String last = word(text, index - 1, index);
        String before = word(text, index - 2, index - 1);
        if (LABELS.contains(last) || (LABELS.contains(before) && (last.equals("of") || last.equals("is")))) {
            return true;
        }
        boolean clauseEnds = end(text, CLAUSE_END, text.tokens().get(index).end()) >= 0;
        return clauseEnds && (TURNS.contains(last) || PERSONS.contains(before + ' ' + last));
    }

    /** A word that stands right before another, in lower case, or nothing. */
    private static String word(ScannedText text, int index, int next) {
        if (index < 0) {
            return "";
        }
        Token token = text.tokens().get(index);
        int gap = text.tokens().get(next).start() - token.end();
        return token.length() <= 7 && gap <= 3 ? text.text(token).toLowerCase(Locale.ROOT) : "";
    }

    private static int inWords(ScannedText text, int index) {
        Token token = text.tokens().get(index);
        String word = text.text(token).toLowerCase(Locale.ROOT);
        int end = token.end();
        if (TENS.contains(word)) {
            if (index + 1 < text.tokens().size() && BELOW_TWENTY.contains(word(text, index + 1, index + 1))) {
                Token ones = text.tokens().get(index + 1);
                end = ones.start() == end + 1 ? ones.end() : end;
            }
        } else if (!BELOW_TWENTY.contains(word)) {
            return -1;
        }
        return end(text, UNIT, end);
    }

    /** Index after what follows, or -1 when it is not there. */
    private static int end(ScannedText text, Pattern pattern, int from) {
        Matcher matcher = pattern.matcher(text.text());
        matcher.region(from, Math.min(text.text().length(), from + LOOK_AHEAD));
        matcher.useTransparentBounds(true);
        matcher.useAnchoringBounds(false);
        return matcher.lookingAt() ? matcher.end() : -1;
    }
}
