package dev.outcrop.guardrails.tags;

import dev.outcrop.guardrails.text.ContentBlock;

/** The kinds of tags (Amazon Bedrock user guide, "Apply tags to user input"; "Use contextual grounding check"). */
public enum InputTag {
    GUARD_CONTENT("guardContent", ContentBlock.Role.CONTENT), GROUNDING_SOURCE("groundingSource",
            ContentBlock.Role.GROUNDING_SOURCE), QUERY("query", ContentBlock.Role.QUERY);

    /** What every tag's name begins with. */
    static final String PREFIX = "amazon-bedrock-guardrails-";

    private final String label;
    private final ContentBlock.Role role;

    InputTag(String label, ContentBlock.Role role) {
        this.label = label;
        this.role = role;
    }

    /** What the text inside is to contextual grounding. */
    public ContentBlock.Role role() {
        return role;
    }

    /** The name without prefix and suffix. */
    String label() {
        return label;
    }

    /** The tag's name as it stands between the angle brackets. */
    public String name(TagSuffix suffix) {
        return PREFIX + label + "_" + suffix.text();
    }
}
