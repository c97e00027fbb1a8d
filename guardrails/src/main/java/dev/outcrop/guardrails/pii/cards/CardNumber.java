package dev.outcrop.guardrails.pii.cards;

import java.util.List;
import java.util.function.Consumer;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.CheckDigits;
import dev.outcrop.guardrails.pii.scan.Cue;
import dev.outcrop.guardrails.pii.scan.DigitGroups;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;
import dev.outcrop.guardrails.pii.scan.Token;

/**
 * Card numbers (ISO/IEC 7812): a scheme's prefix and length with a right check digit need no words around them; one of
 * the two needs them close. The last four digits count where the words say that they are that.
 */
final class CardNumber implements Recogniser {
    private static final int[][] GROUPINGS = {
            {4, 4, 4, 4}, {4, 6, 5}, {4, 6, 4}, {4, 4, 4, 4, 3}, {4, 4, 4, 1}, {4, 4, 5}, {4, 4, 4, 3}, {6, 13},
            {4, 4, 4, 2}};

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        List<Token> tokens = text.tokens();
        for (int first = 0; first < tokens.size(); first++) {
            Token token = tokens.get(first);
            if (!token.isNumber()) {
                continue;
            }
            if (token.length() >= 12 && token.length() <= 19) {
                candidate(text, token.start(), token.end(), found);
            } else if (token.length() == 4 || token.length() == 6) {
                int last = lastOfGroups(text, first);
                if (last > 0) {
                    candidate(text, token.start(), tokens.get(last).end(), found);
                    first = last;
                } else if (token.length() == 4) {
                    lastFour(text, token, found);
                }
            }
        }
    }

    private static int lastOfGroups(ScannedText text, int first) {
        int longest = -1;
        for (int[] sizes : GROUPINGS) {
            longest = Math.max(longest, DigitGroups.last(text, first, " -.", sizes));
        }
        return longest;
    }

    private static void candidate(ScannedText text, int start, int end, Consumer<Candidate> found) {
        if (!text.isolated(start, end)) {
            return;
        }
        String digits = DigitGroups.digits(text, start, end);
        boolean scheme = CardScheme.known(digits);
        boolean check = CheckDigits.luhn(digits);
        double words = text.near(Cue.CARD, start, end);
        boolean grouped = end - start > digits.length();
        double score = 0;
        if (digits.length() == 12) {
            score = check ? 0.1 + 0.5 * words : 0;
        } else if (scheme && check) {
            score = text.isSomethingElse(start, end) && words == 0 ? 0.4 : 0.95;
        } else if (check || (scheme && grouped)) {
            score = 0.2 + 0.5 * words;
        } else if (digits.length() <= 16) {
            score = 0.05 + 0.5 * words;
        }
        found.accept(new Candidate(PiiType.CREDIT_DEBIT_CARD_NUMBER, start, end, score));
    }

    /** Whether the token is the last of a right card number. */
    static boolean endsAt(ScannedText text, int last) {
        List<Token> tokens = text.tokens();
        int digits = 0;
        for (int first = last; first >= 0 && first > last - 5; first--) {
            Token token = tokens.get(first);
            if (!token.isNumber() || (first < last && tokens.get(first + 1).start() - token.end() != 1)) {
                return false;
            }
            digits += token.length();
            if (digits > 19) {
                return false;
            }
            if (digits >= 13) {
                String number = DigitGroups.digits(text, token.start(), tokens.get(last).end());
                if (CardScheme.known(number) && CheckDigits.luhn(number)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void lastFour(ScannedText text, Token token, Consumer<Candidate> found) {
        int start = token.start();
        int end = token.end();
        if (text.cueBefore(Cue.CARD_LAST_FOUR, start, 6) >= 0 && text.within(Cue.CARD, start, end, 60)
                && text.isolated(start, end)) {
            found.accept(new Candidate(PiiType.CREDIT_DEBIT_CARD_NUMBER, start, end, 0.8));
        }
    }
}
