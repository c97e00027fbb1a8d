package dev.outcrop.families.converse;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request of Converse, ConverseStream or CountTokens. Immutable.
 *
 * @param tools null when there is no {@code toolConfig}
 * @param additionalFields members for the root of the native body, or null
 * @param answerSchema text of the JSON Schema that the answer must have, or null
 */
public record ConverseRequest(
        List<Turn> messages,
        List<Block> system,
        Inference inference,
        @Nullable ToolConfig tools,
        @Nullable ObjectNode additionalFields,
        @Nullable String answerSchema) {

    public ConverseRequest {
        messages = List.copyOf(messages);
        system = List.copyOf(system);
    }

    /** Who speaks. */
    public enum Role {
        USER, ASSISTANT
    }

    /** One message. */
    public record Turn(Role role, List<Block> content) {
        public Turn {
            content = List.copyOf(content);
        }

        /** The same speaker with other content. */
        public Turn withContent(List<Block> other) {
            return new Turn(role, other);
        }
    }

    /** {@code inferenceConfig}; what is null was not said. */
    public record Inference(
            @Nullable Integer maxTokens, @Nullable Float temperature, @Nullable Float topP,
            List<String> stopSequences) {
        public Inference {
            stopSequences = List.copyOf(stopSequences);
        }
    }

    /** {@code toolConfig}. */
    public record ToolConfig(List<ToolSpec> tools, ToolChoice choice) {
        public ToolConfig {
            tools = List.copyOf(tools);
        }
    }

    /**
     * One tool.
     *
     * @param schema of its arguments
     */
    public record ToolSpec(String name, @Nullable String description, JsonNode schema) {}

    /** How free the model is in the use of tools. */
    public sealed interface ToolChoice {
        /** The caller did not say, which means {@link Auto}. */
        record Unsaid() implements ToolChoice {}

        /** Tools or words. */
        record Auto() implements ToolChoice {}

        /** At least one tool. */
        record Any() implements ToolChoice {}

        /** This tool. */
        record Named(String name) implements ToolChoice {}
    }

    /** Every text that a guardrail may look at, system texts first: those of {@link Block.Text}, tool results left out. */
    public List<Block.Text> texts() {
        List<Block.Text> texts = new ArrayList<>();
        addTexts(system, texts);
        messages.forEach(turn -> addTexts(turn.content(), texts));
        return texts;
    }

    private static void addTexts(List<Block> blocks, List<Block.Text> texts) {
        for (Block block : blocks) {
            if (block instanceof Block.Text text) {
                texts.add(text);
            }
        }
    }

    /**
     * The same request with other words.
     *
     * @param texts as many as {@link #texts()}, in their order
     */
    public ConverseRequest withTexts(List<String> texts) {
        Iterator<String> next = texts.iterator();
        ConverseRequest other = new ConverseRequest(
                messages, replaced(system, next), inference, tools,
                additionalFields, answerSchema);
        other = other.withMessages(
                messages.stream().map(turn -> turn.withContent(replaced(turn.content(), next))).toList());
        if (next.hasNext()) {
            throw new IllegalArgumentException("Expected fewer than " + texts.size() + " texts");
        }
        return other;
    }

    /** The same request without members for the native body. */
    public ConverseRequest withoutAdditionalFields() {
        return new ConverseRequest(messages, system, inference, tools, null, answerSchema);
    }

    /**
     * The same conversation without what the assistant did not say: blank texts of its messages, and messages that have
     * nothing else, around which the user's become one. Families refuse blank texts, yet answers may have them.
     */
    public ConverseRequest withoutBlankAnswers() {
        List<Turn> kept = new ArrayList<>();
        for (Turn turn : messages) {
            Turn spoken = turn.role() == Role.ASSISTANT ? turn.withContent(spoken(turn.content())) : turn;
            boolean joins = !kept.isEmpty() && kept.getLast().role() == spoken.role();
            if (joins) {
                List<Block> both = new ArrayList<>(kept.removeLast().content());
                both.addAll(spoken.content());
                kept.add(spoken.withContent(both));
            } else if (spoken.role() == Role.USER || !spoken.content().isEmpty()) {
                kept.add(spoken);
            }
        }
        return kept.equals(messages) ? this : withMessages(kept);
    }

    private static List<Block> spoken(List<Block> blocks) {
        List<Block> spoken = blocks.stream()
                .filter(block -> !(block instanceof Block.Text text && text.text().isBlank()))
                .toList();
        return spoken.stream().allMatch(Block.CachePoint.class::isInstance) ? List.of() : spoken;
    }

    /** The same request with other messages. */
    public ConverseRequest withMessages(List<Turn> others) {
        return new ConverseRequest(others, system, inference, tools, additionalFields, answerSchema);
    }

    private static List<Block> replaced(List<Block> blocks, Iterator<String> texts) {
        return blocks.stream()
                .map(block -> block instanceof Block.Text text
                        ? new Block.Text(texts.next(), text.qualifiers())
                        : block)
                .toList();
    }
}
