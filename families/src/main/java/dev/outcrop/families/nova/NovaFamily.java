package dev.outcrop.families.nova;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.families.Bodies;
import dev.outcrop.families.Family;
import dev.outcrop.families.FormattedText;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.Unsupported;
import dev.outcrop.families.prompt.PromptText;
import dev.outcrop.families.schema.Schema;
import dev.outcrop.families.schema.Violations;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Sampling;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.integer;
import static dev.outcrop.families.schema.Schema.listOf;
import static dev.outcrop.families.schema.Schema.number;
import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.oneOf;
import static dev.outcrop.families.schema.Schema.text;

/**
 * Amazon Nova's understanding models, schema {@code messages-v1}.
 *
 * <p>Fields, ranges and defaults: Amazon Nova user guide, "Complete request schema"; bodies and chunks as recorded. The
 * default of {@code maxTokens} is documented as dynamic: here it is the model's most.
 */
public final class NovaFamily implements Family {
    private static final int MOST_TOKENS = 10_000;
    private static final int MOST_TOKENS_NOVA_2 = 65_535;
    private static final int MOST_TOP_K = 128;

    /** Content that the service reads and the models that answer here do not. */
    private static final List<String> MEDIA = List.of("image", "video", "document", "audio");

    private static final List<String> TOOLS = List.of("toolUse", "toolResult");

    @Override
    public Invocation parse(InvocationContext context, JsonNode body) {
        int most = context.modelId().startsWith("amazon.nova-2-") ? MOST_TOKENS_NOVA_2 : MOST_TOKENS;
        Violations.check(schema(most), body);
        Unsupported.tools(!body.path("toolConfig").isEmpty());
        JsonNode config = body.path("inferenceConfig");
        if (config.path("reasoningConfig").path("type").asString("disabled").equals("enabled")) {
            throw Unsupported.content("reasoning");
        }
        Sampling sampling = Sampling.of(
                Bodies.number(config, "temperature", 0.7),
                Bodies.integer(config, "topK", Bodies.integer(config, "top_k", 0)),
                Bodies.number(config, "topP", Bodies.number(config, "top_p", 0.9)));
        return new FormattedText(
                context,
                PromptText.chat(messages(body)),
                sampling,
                Bodies.integer(config, "maxTokens", Bodies.integer(config, "max_new_tokens", most)),
                Bodies.stops(config, "stopSequences"),
                NovaAnswer.INSTANCE);
    }

    private static Schema schema(int mostTokens) {
        Schema open = object().open();
        Schema block = object()
                .optional("text", text())
                .optional("image", open)
                .optional("video", open)
                .optional("document", open)
                .optional("audio", open)
                .optional("toolUse", open)
                .optional("toolResult", open)
                .optional("cachePoint", open)
                .closed();
        return object()
                .required("messages",
                        new Schema.Items(
                                object()
                                        .required("role", oneOf("user", "assistant"))
                                        .required("content", listOf(block))
                                        .closed(),
                                1,
                                Integer.MAX_VALUE))
                .optional("schemaVersion", oneOf("messages-v1"))
                .optional("system",
                        listOf(object().optional("text", text()).optional("cachePoint", open).closed()))
                .optional(
                        "inferenceConfig",
                        object()
                                .optional("maxTokens", integer(1, mostTokens))
                                .optional("max_new_tokens", integer(1, mostTokens))
                                .optional("temperature", number("0", "1"))
                                .optional("topP", number("0", "1"))
                                .optional("top_p", number("0", "1"))
                                .optional("topK", integer(0, MOST_TOP_K))
                                .optional("top_k", integer(0, MOST_TOP_K))
                                .optional("stopSequences", listOf(text()))
                                .optional("reasoningConfig", open)
                                .closed())
                .optional("toolConfig", open)
                .closed();
    }

    private static List<Message> messages(JsonNode body) {
        List<Message> messages = new ArrayList<>();
        String system = texts(body.path("system"));
        if (!system.isBlank()) {
            messages.add(new Message(Message.Role.SYSTEM, system));
        }
        Message.Role before = Message.Role.ASSISTANT;
        for (JsonNode turn : body.path("messages")) {
            Message.Role role = turn.path("role").asString().equals("user")
                    ? Message.Role.USER
                    : Message.Role.ASSISTANT;
            if (role == before) {
                throw new ValidationException(role == Message.Role.ASSISTANT && isFirst(messages)
                        ? "A conversation must start with a user message. Try again with a conversation that starts"
                                + " with a user message."
                        : "A conversation must alternate between user and assistant roles. Make sure the conversation"
                                + " alternates between user and assistant roles and try again.");
            }
            messages.add(new Message(role, texts(turn.path("content"))));
            before = role;
        }
        return messages;
    }

    private static boolean isFirst(List<Message> messages) {
        return messages.stream().allMatch(message -> message.role() == Message.Role.SYSTEM);
    }

    private static String texts(JsonNode blocks) {
        List<String> texts = new ArrayList<>();
        for (JsonNode block : blocks) {
            MEDIA.stream().filter(block::has).findFirst().ifPresent(kind -> {
                Unsupported.images(kind.equals("image"));
                throw Unsupported.content(kind);
            });
            Unsupported.tools(TOOLS.stream().anyMatch(block::has));
            if (block.has("text")) {
                texts.add(block.path("text").stringValue());
            }
        }
        return String.join("\n", texts);
    }
}
