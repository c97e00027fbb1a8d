package dev.outcrop.guardrails.pii.credentials;

import java.util.List;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Cue;
import dev.outcrop.guardrails.pii.scan.Recogniser;

/** The recognisers of this package. */
public final class Credentials {

    private Credentials() {}

    /** User names, passwords and AWS keys. */
    public static List<Recogniser> recognisers() {
        return List.of(
                new AwsAccessKey(),
                new AwsSecretKey(),
                new LabelledSecret(PiiType.PASSWORD, Cue.PASSWORD, 4),
                new LabelledSecret(PiiType.USERNAME, Cue.USERNAME, 3),
                new Handle());
    }
}
