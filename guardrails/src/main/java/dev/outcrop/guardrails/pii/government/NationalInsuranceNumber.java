package dev.outcrop.guardrails.pii.government;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.Cue;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;
import dev.outcrop.guardrails.pii.scan.Token;

/**
 * UK national insurance numbers: two letters, six digits, one of A to D, perhaps in groups (HMRC manual NIM39110). Capitals
 * with an issued prefix speak for themselves.
 */
final class NationalInsuranceNumber implements Recogniser {
    private static final int LENGTH = 9;
    private static final int MOST_GROUPS = 5;
    private static final Set<String> NEVER_ISSUED = Set.of("BG", "GB", "KN", "NK", "NT", "TN", "ZZ");

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        List<Token> tokens = text.tokens();
        for (int first = 0; first < tokens.size(); first++) {
            Token token = tokens.get(first);
            if (token.length() > LENGTH || token.length() < 2 || isDigit(text.at(token.start()))) {
                continue;
            }
            StringBuilder number = new StringBuilder(LENGTH);
            int last = first;
            number.append(text.text(token));
            while (number.length() < LENGTH && last + 1 < tokens.size() && last - first + 1 < MOST_GROUPS
                    && isJoined(text, tokens.get(last).end(), tokens.get(last + 1).start())) {
                last++;
                number.append(text.text(tokens.get(last)));
            }
            if (number.length() == LENGTH && hasShape(number)) {
                candidate(text, number.toString(), token.start(), tokens.get(last).end(), found);
            }
        }
    }

    private static void candidate(ScannedText text, String number, int start, int end, Consumer<Candidate> found) {
        if (!text.isolated(start, end)) {
            return;
        }
        String prefix = number.substring(0, 2);
        boolean issued = "DFIQUV".indexOf(prefix.charAt(0)) < 0 && "DFIQUVO".indexOf(prefix.charAt(1)) < 0
                && !NEVER_ISSUED.contains(prefix);
        boolean capitals = Character.isUpperCase(number.charAt(0)) && Character.isUpperCase(number.charAt(8));
        double shape = capitals && issued && !text.isSomethingElse(start, end) ? 0.6 : 0;
        double words = text.near(Cue.NINO, start, end);
        found.accept(new Candidate(PiiType.UK_NATIONAL_INSURANCE_NUMBER, start, end, shape + 0.6 * words));
    }

    private static boolean hasShape(CharSequence number) {
        for (int i = 0; i < LENGTH; i++) {
            char c = Character.toUpperCase(number.charAt(i));
            boolean right = i < 2 ? c >= 'A' && c <= 'Z' : i < 8 ? isDigit(c) : c >= 'A' && c <= 'D';
            if (!right) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isJoined(ScannedText text, int from, int to) {
        return to - from == 1 && " -.".indexOf(text.at(from)) >= 0;
    }
}
