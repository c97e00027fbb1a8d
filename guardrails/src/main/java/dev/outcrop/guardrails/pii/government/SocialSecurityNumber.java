package dev.outcrop.guardrails.pii.government;

import java.util.List;
import java.util.function.Consumer;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.Cue;
import dev.outcrop.guardrails.pii.scan.DigitGroups;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;
import dev.outcrop.guardrails.pii.scan.Token;

/**
 * US social security numbers and individual taxpayer identification numbers, which share the form {@code 000-00-0000} and
 * differ in their ranges: an ITIN starts with 9, its fourth digit is 5 to 9 (IRS Publication 1915); no SSN has area 000, 666
 * or 9xx, group 00 or serial 0000 (SSA, "Social Security Number Randomization").
 */
final class SocialSecurityNumber implements Recogniser {

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        List<Token> tokens = text.tokens();
        for (int first = 0; first < tokens.size(); first++) {
            Token token = tokens.get(first);
            int last = token.length() == 9 && token.isNumber()
                    ? first
                    : token.length() == 3 ? DigitGroups.last(text, first, "- .", 3, 2, 4) : -1;
            if (last >= 0 && text.isolated(token.start(), tokens.get(last).end())) {
                candidates(text, token.start(), tokens.get(last).end(), found);
                first = last;
            }
        }
    }

    private static void candidates(ScannedText text, int start, int end, Consumer<Candidate> found) {
        String digits = DigitGroups.digits(text, start, end);
        double shape = end - start == 9 ? 0.1 : text.at(start + 3) == '-' ? 0.7 : 0.3;
        if (text.isSomethingElse(start, end)) {
            shape = Math.min(shape, 0.1);
        }
        if (isItin(digits)) {
            double score = shape + 0.5 * text.near(Cue.ITIN, start, end);
            found.accept(new Candidate(PiiType.US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER, start, end, score));
        }
        double range = isIssued(digits) ? 0 : -0.5;
        double score = shape + range + 0.6 * text.near(Cue.SSN, start, end);
        found.accept(new Candidate(PiiType.US_SOCIAL_SECURITY_NUMBER, start, end, score));
    }

    private static boolean isItin(String digits) {
        return digits.charAt(0) == '9' && digits.charAt(3) >= '5';
    }

    private static boolean isIssued(String digits) {
        String area = digits.substring(0, 3);
        return digits.charAt(0) != '9' && !area.equals("000") && !area.equals("666") && !digits.startsWith("00", 3)
                && !digits.endsWith("0000");
    }
}
