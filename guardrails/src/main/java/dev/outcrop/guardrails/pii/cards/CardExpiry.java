package dev.outcrop.guardrails.pii.cards;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.Cue;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;
import dev.outcrop.guardrails.pii.scan.Token;

/**
 * A month and a year, such as {@code 01/27}, {@code 01-2027} or {@code Jan 2027}, near words that say that something
 * expires; a card near by makes it surer, since offers and passports expire too.
 */
final class CardExpiry implements Recogniser {
    private static final int CARD_WITHIN = 120;
    private static final Set<String> MONTHS = Set.of(
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "january",
            "february", "march", "april", "june", "july", "august", "september", "october", "november", "december");

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        List<Token> tokens = text.tokens();
        for (int first = 0; first + 1 < tokens.size(); first++) {
            if (!isMonthAndYear(text, first)) {
                continue;
            }
            int start = tokens.get(first).start();
            int end = tokens.get(first + 1).end();
            if (text.isolated(start, end)) {
                double score = first > 0 && CardNumber.endsAt(text, first - 1) ? 0.8 : score(text, start, end);
                found.accept(new Candidate(PiiType.CREDIT_DEBIT_CARD_EXPIRY, start, end, score));
                first++;
            }
        }
    }

    private static double score(ScannedText text, int start, int end) {
        boolean card = text.within(Cue.CARD, start, end, CARD_WITHIN)
                || text.within(Cue.CARD_CVV, start, end, CARD_WITHIN);
        if (card) {
            double words = Math.max(text.near(Cue.CARD_EXPIRY, start, end), text.near(Cue.EXPIRES, start, end));
            return 0.3 * text.near(Cue.CARD, start, end) + 0.65 * words;
        }
        boolean document = text.within(Cue.US_PASSPORT, start, end, CARD_WITHIN)
                || text.within(Cue.DRIVER_ID, start, end, CARD_WITHIN) || text.within(Cue.OTHER, start, end, 40);
        return document ? 0 : 0.6 * text.near(Cue.CARD_EXPIRY, start, end);
    }

    /** Whether two tokens are a month and a year of card expiry. */
    static boolean isMonthAndYear(ScannedText text, int first) {
        Token month = text.tokens().get(first);
        Token year = text.tokens().get(first + 1);
        if (!year.isNumber() || (year.length() != 2 && year.length() != 4)) {
            return false;
        }
        String between = text.text().substring(month.end(), year.start());
        if (month.isNumber()) {
            return month.length() <= 2 && (between.strip().equals("/") || between.equals("-"))
                    && isMonth(Integer.parseInt(text.text(month))) && isYear(text.text(year));
        }
        return month.length() <= 9 && (between.isBlank() || between.equals(". ") || between.equals("-"))
                && MONTHS.contains(text.text(month).toLowerCase(Locale.ROOT)) && isYear(text.text(year));
    }

    private static boolean isMonth(int month) {
        return month >= 1 && month <= 12;
    }

    private static boolean isYear(String digits) {
        int year = Integer.parseInt(digits);
        return digits.length() == 2 ? year >= 10 && year <= 59 : year >= 2000 && year <= 2059;
    }
}
