package dev.outcrop.guardrails.config;

import dev.outcrop.guardrails.assessment.Confidence;

/** How readily a content filter takes a text as harmful: the stronger, the less confidence it needs. */
public enum Strength {
    NONE, LOW, MEDIUM, HIGH;

    /** Whether a text of this confidence is detected (Amazon Bedrock user guide, "Configure content filters"). */
    public boolean detects(Confidence confidence) {
        return switch (this) {
            case NONE -> false;
            case LOW -> confidence == Confidence.HIGH;
            case MEDIUM -> confidence.compareTo(Confidence.MEDIUM) >= 0;
            case HIGH -> confidence != Confidence.NONE;
        };
    }
}
