package dev.outcrop.guardrails.pii.vehicles;

import java.util.List;
import java.util.function.Consumer;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.Cue;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;
import dev.outcrop.guardrails.pii.scan.Token;

/** Licence plates: four to eight capitals and digits, both, in up to three pieces, near a label. */
final class LicensePlate implements Recogniser {
    private static final int FEWEST = 4;
    private static final int MOST = 8;
    private static final int MOST_PIECES = 3;

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        if (text.count(Cue.PLATE) == 0) {
            return;
        }
        List<Token> tokens = text.tokens();
        for (int first = 0; first < tokens.size(); first++) {
            int last = last(text, first);
            if (last >= 0) {
                int start = tokens.get(first).start();
                int end = tokens.get(last).end();
                double words = text.near(Cue.PLATE, start, end);
                if (words > 0 && text.isolated(start, end)) {
                    found.accept(new Candidate(PiiType.LICENSE_PLATE, start, end, 0.1 + 0.6 * words));
                    first = last;
                }
            }
        }
    }

    private static int last(ScannedText text, int first) {
        List<Token> tokens = text.tokens();
        int length = 0;
        int digits = 0;
        int best = -1;
        for (int i = first; i < tokens.size() && i < first + MOST_PIECES; i++) {
            Token token = tokens.get(i);
            length += token.length();
            digits += token.digits();
            if (length > MOST || !isCapitalsAndDigits(text, token)
                    || (i > first && !isJoined(text, tokens.get(i - 1).end(), token))) {
                break;
            }
            if (length >= FEWEST && digits > 0 && digits < length) {
                best = i;
            }
        }
        return best;
    }

    /** A hyphen, or a space unless a word of letters follows that may be the next label. */
    private static boolean isJoined(ScannedText text, int end, Token next) {
        char between = text.at(end);
        return next.start() == end + 1
                && (between == '-' || (between == ' ' && (next.digits() > 0 || !text.text(next).equals("VIN"))));
    }

    private static boolean isCapitalsAndDigits(ScannedText text, Token token) {
        for (int i = token.start(); i < token.end(); i++) {
            char c = text.at(i);
            if ((c < '0' || c > '9') && (c < 'A' || c > 'Z')) {
                return false;
            }
        }
        return true;
    }
}
