package dev.outcrop.guardrails.pii.vehicles;

import java.util.Locale;
import java.util.function.Consumer;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.CheckDigits;
import dev.outcrop.guardrails.pii.scan.Cue;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;
import dev.outcrop.guardrails.pii.scan.Token;

/**
 * Vehicle identification numbers (ISO 3779): 17 letters and digits without I, O and Q. A North American check digit and a
 * serial of digits speak for themselves; elsewhere there is none, and a label must be near.
 */
final class VehicleIdentificationNumber implements Recogniser {
    private static final int LENGTH = 17;

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        for (Token token : text.tokens()) {
            if (token.length() != LENGTH || token.digits() < 3 || token.digits() > 16) {
                continue;
            }
            String written = text.text(token);
            String vin = written.toUpperCase(Locale.ROOT);
            if (hasShape(vin) && text.isolated(token.start(), token.end())) {
                boolean serial = vin.chars().skip(13).allMatch(c -> c >= '0' && c <= '9');
                boolean own = written.equals(vin) && serial && CheckDigits.vin(vin);
                double words = text.near(Cue.VIN, token.start(), token.end());
                double score = own && !text.isSomethingElse(token.start(), token.end()) ? 0.8 : 0.15 + 0.6 * words;
                found.accept(
                        new Candidate(PiiType.VEHICLE_IDENTIFICATION_NUMBER, token.start(), token.end(), score));
            }
        }
    }

    private static boolean hasShape(String vin) {
        return vin.chars()
                .allMatch(c -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z' && c != 'I' && c != 'O' && c != 'Q'));
    }
}
