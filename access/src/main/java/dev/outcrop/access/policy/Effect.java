package dev.outcrop.access.policy;

/** What a statement does with the calls it applies to. */
public enum Effect {
    ALLOW("Allow"), DENY("Deny");

    private final String text;

    Effect(String text) {
        this.text = text;
    }

    /** As policies write it. */
    public String text() {
        return text;
    }
}
