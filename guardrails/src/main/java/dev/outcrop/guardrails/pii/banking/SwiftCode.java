package dev.outcrop.guardrails.pii.banking;

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
 * Business identifier codes (ISO 9362): four letters, a country, two and perhaps three more. Many words have that shape, so
 * a label or an IBAN must be near; only the branch code {@code XXX} of a head office speaks for itself.
 */
final class SwiftCode implements Recogniser {
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        List<Token> tokens = text.tokens();
        for (Token token : tokens) {
            if ((token.length() != 8 && token.length() != 11) || !hasShape(text, token)) {
                continue;
            }
            String code = text.text(token);
            boolean capitals = code.equals(code.toUpperCase(Locale.ROOT));
            if (!capitals && token.digits() == 0) {
                continue;
            }
            double words = Math.max(
                    text.near(Cue.SWIFT, token.start(), token.end()),
                    0.8 * Math.max(
                            text.near(Cue.IBAN, token.start(), token.end()),
                            token.digits() > 0 ? text.near(Cue.BANK, token.start(), token.end()) : 0));
            double shape = capitals ? code.length() == 11 && code.endsWith("XXX") ? 0.5 : 0.05 : -0.05;
            if (text.isolated(token.start(), token.end())) {
                found.accept(new Candidate(PiiType.SWIFT_CODE, token.start(), token.end(), shape + 0.6 * words));
            }
        }
    }

    private static boolean hasShape(ScannedText text, Token token) {
        for (int i = token.start(); i < token.end(); i++) {
            char c = text.at(i);
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (!letter && (i < token.start() + 6 || c < '0' || c > '9')) {
                return false;
            }
        }
        String country = text.text().substring(token.start() + 4, token.start() + 6).toUpperCase(Locale.ROOT);
        return COUNTRIES.contains(country) || country.equals("XK");
    }
}
