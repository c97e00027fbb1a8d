package dev.outcrop.guardrails.pii.credentials;

import java.util.Set;
import java.util.function.Consumer;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;
import dev.outcrop.guardrails.pii.scan.Token;

/** AWS access key ids: 20 capitals and digits after the prefix of a key (IAM user guide, "Unique identifiers"). */
final class AwsAccessKey implements Recogniser {
    private static final int LENGTH = 20;
    private static final Set<String> PREFIXES = Set.of("AKIA", "ASIA", "ABIA", "ACCA");

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        for (Token token : text.tokens()) {
            if (isKey(text, token)) {
                found.accept(new Candidate(PiiType.AWS_ACCESS_KEY, token.start(), token.end(), 0.95));
            }
        }
    }

    static boolean isKey(ScannedText text, Token token) {
        if (token.length() != LENGTH || !PREFIXES.contains(text.text().substring(token.start(), token.start() + 4))) {
            return false;
        }
        for (int i = token.start(); i < token.end(); i++) {
            char c = text.at(i);
            if ((c < '0' || c > '9') && (c < 'A' || c > 'Z')) {
                return false;
            }
        }
        return true;
    }
}
