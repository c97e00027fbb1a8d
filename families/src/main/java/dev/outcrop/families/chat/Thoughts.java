package dev.outcrop.families.chat;

import java.util.Locale;

import dev.outcrop.families.schema.Schema;
import dev.outcrop.inference.Reasoning;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.oneOf;

/**
 * What becomes of thoughts in a chat format.
 *
 * @param standard when the body does not say
 * @param steerable whether bodies may say, and answers have a place for thoughts
 * @param tagged whether that place is {@code <reasoning>} before the text rather than a member of its own
 */
public record Thoughts(Reasoning standard, boolean steerable, boolean tagged) {

    /** They stay in the text as the model writes them. */
    public static final Thoughts IN_TEXT = new Thoughts(Reasoning.INLINE, false, false);

    /** As above, but a body that asks for an effort gets them in {@code reasoning_content}. */
    public static final Thoughts ON_REQUEST = new Thoughts(Reasoning.INLINE, true, false);

    /** Always in {@code reasoning_content}. */
    public static final Thoughts APART = new Thoughts(Reasoning.APART, true, false);

    /** gpt-oss: always there, in tags. */
    public static final Thoughts TAGGED = new Thoughts(new Reasoning(Reasoning.Mode.MEDIUM, 0), true, true);

    static final String OPEN = "<reasoning>";
    static final String CLOSE = "</reasoning>";

    static final Schema EFFORT = oneOf("none", "minimal", "low", "medium", "high");

    Reasoning read(JsonNode body) {
        if (!steerable) {
            return standard;
        }
        String effort = body.path("reasoning_effort").asString("");
        JsonNode switched = body.path("chat_template_kwargs").path("enable_thinking");
        return switch (effort) {
            case "none" -> Reasoning.OFF;
            case "minimal" -> new Reasoning(Reasoning.Mode.LOW, 0);
            case "low", "medium", "high" ->
                new Reasoning(Reasoning.Mode.valueOf(effort.toUpperCase(Locale.ROOT)), 0);
            default -> switched.isBoolean() ? switched.booleanValue() ? Reasoning.APART : Reasoning.OFF : standard;
        };
    }
}
