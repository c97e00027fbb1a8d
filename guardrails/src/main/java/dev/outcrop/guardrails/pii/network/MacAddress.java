package dev.outcrop.guardrails.pii.network;

import java.util.List;
import java.util.function.Consumer;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;
import dev.outcrop.guardrails.pii.scan.Token;

/** MAC addresses: six pairs of hexadecimal digits with one separator, or three groups of four with dots. */
final class MacAddress implements Recogniser {

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        List<Token> tokens = text.tokens();
        for (int first = 0; first < tokens.size(); first++) {
            int length = tokens.get(first).length();
            int last = switch (length) {
                case 2 -> last(text, first, 6, 2, ":-");
                case 4 -> last(text, first, 3, 4, ".");
                default -> -1;
            };
            if (last >= 0) {
                found.accept(
                        new Candidate(PiiType.MAC_ADDRESS, tokens.get(first).start(), tokens.get(last).end(), 0.9));
                first = last;
            }
        }
    }

    /** Longer chains are fingerprints, not addresses. */
    private static int last(ScannedText text, int first, int groups, int size, String separators) {
        List<Token> tokens = text.tokens();
        if (first + groups > tokens.size()) {
            return -1;
        }
        int start = tokens.get(first).start();
        char separator = text.at(start + size);
        if (separators.indexOf(separator) < 0 || text.at(start - 1) == separator || text.at(start - 1) == '_') {
            return -1;
        }
        int digits = 0;
        for (int i = 0; i < groups; i++) {
            Token token = tokens.get(first + i);
            if (token.start() != start + i * (size + 1) || token.length() != size || !isHex(text, token)
                    || (i > 0 && text.at(token.start() - 1) != separator)) {
                return -1;
            }
            digits += token.digits();
        }
        int end = tokens.get(first + groups - 1).end();
        boolean goesOn = text.at(end) == '_'
                || (text.at(end) == separator && Character.isLetterOrDigit(text.at(end + 1)));
        return goesOn || digits == 0 ? -1 : first + groups - 1;
    }

    private static boolean isHex(ScannedText text, Token token) {
        for (int i = token.start(); i < token.end(); i++) {
            if (text.at(i) >= 128 || Character.digit(text.at(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
