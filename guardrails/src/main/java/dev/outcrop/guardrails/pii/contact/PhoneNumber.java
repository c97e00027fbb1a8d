package dev.outcrop.guardrails.pii.contact;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber;
import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.Cue;
import dev.outcrop.guardrails.pii.scan.DigitGroups;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;
import dev.outcrop.guardrails.pii.scan.Token;
import org.jspecify.annotations.Nullable;

/**
 * Telephone numbers. International and North American forms are known by their shape; other national ones are asked of
 * libphonenumber for several regions and need, as plain digits do, words that name them.
 */
final class PhoneNumber implements Recogniser {
    private static final int FEWEST_DIGITS = 7;
    private static final int MOST_DIGITS = 15;
    private static final int MOST_GROUPS = 7;
    private static final List<String> REGIONS = List.of("US", "GB", "DE", "FR", "AU", "IN", "ES", "IT", "BR");

    private static final double VALID = 0.2;
    private static final int LONGEST_EXTENSION = 24;
    private static final Pattern EXTENSION = Pattern
            .compile(" ?(?:x|ext|extension)\\.?:? ?\\d{1,6}(?!\\d)", Pattern.CASE_INSENSITIVE);

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        List<Token> tokens = text.tokens();
        int free = 0;
        for (int first = 0; first < tokens.size(); first++) {
            Token token = tokens.get(first);
            int start = start(text, token.start());
            if (token.isNumber() && token.length() <= MOST_DIGITS && start >= free && startsHere(text, start)) {
                int last = last(text, first, start, found);
                if (last >= 0) {
                    first = last;
                    free = tokens.get(last).end();
                }
            }
        }
    }

    /** The plus and the parenthesis before a number belong to it. */
    private static int start(ScannedText text, int digit) {
        int start = digit;
        if (text.at(start - 1) == '(') {
            start--;
        }
        if (text.at(start - 1) == '+') {
            start--;
            if (text.at(start - 1) == '(') {
                start--;
            }
        }
        return start;
    }

    private static boolean startsHere(ScannedText text, int start) {
        char before = text.at(start - 1);
        return !Character.isLetterOrDigit(before) && "$€£#_\\@=&".indexOf(before) < 0
                && !("-./,:".indexOf(before) >= 0 && Character.isLetterOrDigit(text.at(start - 2))
                        && !(before == ':' && Character.isLetter(text.at(start - 2))));
    }

    /** Tries the longest sequence of groups first; hands over the first that may be a number. */
    private int last(ScannedText text, int first, int start, Consumer<Candidate> found) {
        List<Token> tokens = text.tokens();
        int digits = tokens.get(first).length();
        int last = first;
        while (last + 1 < tokens.size() && last - first + 1 < MOST_GROUPS) {
            Token next = tokens.get(last + 1);
            int length = leadingDigits(text, next);
            if (length == 0 || digits + length > MOST_DIGITS
                    || !separates(text, tokens.get(last).end(), next.start())) {
                break;
            }
            digits += length;
            last++;
            if (!next.isNumber()) {
                break;
            }
        }
        int longest = last;
        for (; last >= first && digits >= FEWEST_DIGITS; last--) {
            int length = leadingDigits(text, tokens.get(last));
            int end = tokens.get(last).start() + length;
            if (endsHere(text, end)) {
                double score = score(text, first, last, start, end, last == longest && !continues(text, first));
                if (score > 0.3) {
                    found.accept(new Candidate(PiiType.PHONE, start, withExtension(text, end), score));
                    if (score >= Candidate.CERTAIN_ENOUGH) {
                        return last;
                    }
                }
            }
            digits -= length;
        }
        return -1;
    }

    /** Length of a group of digits, an extension glued to it ({@code 4508x769}) aside; 0 when it is none. */
    private static int leadingDigits(ScannedText text, Token token) {
        if (token.isNumber()) {
            return token.length();
        }
        int i = token.start();
        while (i < token.end() && text.at(i) >= '0' && text.at(i) <= '9') {
            i++;
        }
        return text.at(i) == 'x' && token.digits() == token.length() - 1 && i < token.end() - 1 ? i - token.start() : 0;
    }

    private static boolean separates(ScannedText text, int from, int to) {
        if (to - from > 3) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (" -.()/\u2010\u2011\u2013\u00A0".indexOf(text.at(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean endsHere(ScannedText text, int end) {
        char after = text.at(end);
        char next = text.at(end + 1);
        boolean digitNext = next >= '0' && next <= '9';
        if (Character.isLetterOrDigit(after) || "%_@".indexOf(after) >= 0) {
            return after == 'x' && digitNext;
        }
        return !(digitNext && "-./:".indexOf(after) >= 0);
    }

    /** {@code x769}, {@code ext. 12} and the like behind the last group. */
    private static int withExtension(ScannedText text, int end) {
        Matcher matcher = EXTENSION.matcher(text.text());
        matcher.region(end, Math.min(text.text().length(), end + LONGEST_EXTENSION));
        return matcher.lookingAt() ? matcher.end() : end;
    }

    /** Whether the group before belongs to the same sequence. */
    private static boolean continues(ScannedText text, int first) {
        if (first == 0) {
            return false;
        }
        Token before = text.tokens().get(first - 1);
        return before.isNumber() && separates(text, before.end(), text.tokens().get(first).start());
    }

    /** @param whole whether nothing before or behind belongs to it: only then is it worth asking whether it is valid */
    private double score(ScannedText text, int first, int last, int start, int end, boolean whole) {
        String number = text.text().substring(start, end);
        String digits = DigitGroups.digits(text, start, end);
        if (text.isSomethingElse(start, end) || looksLikeSomethingElse(text, first, last)) {
            return 0;
        }
        double words = text.near(Cue.PHONE, start, end);
        if (number.indexOf('+') >= 0) {
            return possible(number, "ZZ") ? 0.85 : digits.length() < 8 ? 0 : 0.3 + 0.4 * words;
        }
        int groups = last - first + 1;
        if (isNorthAmerican(text, first, last)) {
            char separator = text.at(text.tokens().get(last - 1).end());
            double shape = separator == ' ' && number.indexOf('(') < 0 ? 0.4 : 0.65;
            return shape + 0.3 * words;
        }
        if (words < 0.4 && (digits.charAt(0) != '0' || groups < 2)) {
            return 0;
        }
        double trunk = digits.charAt(0) == '0' && groups > 1 && digits.length() >= 9 ? 0.3 : 0;
        double shape = groups == 1 && digits.length() <= 8 ? 0.03 : 0.1;
        double score = shape + trunk + 0.5 * words;
        boolean undecided = score < Candidate.CERTAIN_ENOUGH && score + VALID >= Candidate.CERTAIN_ENOUGH;
        return undecided && whole && validSomewhere(number) ? score + VALID : score;
    }

    /** {@code 555-010-0199}, {@code (555) 010-0199}, {@code 1-555-010-0199}. */
    private static boolean isNorthAmerican(ScannedText text, int first, int last) {
        List<Token> tokens = text.tokens();
        int groups = last - first + 1;
        int from = groups == 4 && text.text(tokens.get(first)).equals("1") ? first + 1 : first;
        return last - from == 2 && text.at(tokens.get(from).start()) != '0' && tokens.get(from).length() == 3
                && tokens.get(from + 1).length() == 3
                && leadingDigits(text, tokens.get(last)) == 4;
    }

    /** Dates and dotted addresses, which are groups of digits too. */
    private static boolean looksLikeSomethingElse(ScannedText text, int first, int last) {
        List<Token> tokens = text.tokens();
        int groups = last - first + 1;
        char separator = text.at(tokens.get(first).end());
        int one = tokens.get(first).length();
        int two = groups > 1 ? tokens.get(first + 1).length() : 0;
        int three = groups > 2 ? tokens.get(first + 2).length() : 0;
        boolean yearFirst = one == 4 && two == 2 && three == 2;
        boolean yearLast = one <= 2 && two <= 2 && three == 4;
        if (groups == 3 && (yearFirst || yearLast) && "-/. ".indexOf(separator) >= 0) {
            return true;
        }
        int dots = 0;
        int shorts = 0;
        for (int i = first; i <= last; i++) {
            dots += i < last && text.at(tokens.get(i).end()) == '.' ? 1 : 0;
            shorts += tokens.get(i).length() <= 3 ? 1 : 0;
        }
        boolean dotted = groups == 4 && dots == 3 && shorts == 4;
        boolean fraction = groups == 2 && dots == 1;
        return dotted || fraction;
    }

    private boolean validSomewhere(String number) {
        for (String region : REGIONS) {
            Phonenumber.PhoneNumber parsed = parse(number, region);
            if (parsed != null && numbers.isValidNumber(parsed)) {
                return true;
            }
        }
        return false;
    }

    private boolean possible(String number, String region) {
        Phonenumber.PhoneNumber parsed = parse(number, region);
        return parsed != null && numbers.isPossibleNumber(parsed);
    }

    private Phonenumber.@Nullable PhoneNumber parse(String number, String region) {
        try {
            return numbers.parse(number, region);
        } catch (NumberParseException e) {
            return null;
        }
    }
}
