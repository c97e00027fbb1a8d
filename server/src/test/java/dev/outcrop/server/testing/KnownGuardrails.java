package dev.outcrop.server.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.outcrop.guardrails.Guardrail;
import dev.outcrop.server.guardrail.AppliedGuardrail;
import dev.outcrop.server.guardrail.Guardrails;

/** The guardrails that a test has put there, before those of the server under test. */
public final class KnownGuardrails implements Guardrails {
    private static final String ARN = "arn:aws:bedrock:us-east-1:123456789012:guardrail/";

    private final Map<String, AppliedGuardrail> known = new ConcurrentHashMap<>();
    private final Guardrails others;

    KnownGuardrails(Guardrails others) {
        this.others = others;
    }

    /** Makes a guardrail known, by id and by ARN. */
    public void put(String id, String version, Guardrail guardrail) {
        AppliedGuardrail applied = new AppliedGuardrail(id, ARN + id, version, guardrail);
        known.put(id + " " + version, applied);
        known.put(ARN + id + " " + version, applied);
    }

    @Override
    public AppliedGuardrail find(String identifier, String version) {
        AppliedGuardrail found = known.get(identifier + " " + version);
        return found == null ? others.find(identifier, version) : found;
    }
}
