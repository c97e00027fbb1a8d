package dev.outcrop.engines.remote.openai;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

import dev.outcrop.inference.AnswerShape;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Part;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.Reasoning;
import dev.outcrop.inference.Sampling;
import dev.outcrop.inference.Tool;
import dev.outcrop.inference.ToolCall;
import dev.outcrop.inference.Tools;
import dev.outcrop.inference.UnsupportedRequestException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes the bodies of {@code /chat/completions} and {@code /completions}. Thread-safe. */
public final class RequestBody {
    private static final JsonFactory JSON = new JsonFactory();

    private final String model;
    private final Dialect dialect;

    /** @param model what the server calls the model */
    public RequestBody(String model, Dialect dialect) {
        this.model = model;
        this.dialect = dialect;
    }

    /**
     * The conversation that is asked, or null for text to be continued as it stands. A provider's template is never sent
     * as text: whether the model behind the server knows its markers cannot be told from here, and the server's own
     * template always fits.
     */
    public static Prompt.Chat chatOf(Prompt prompt) {
        return switch (prompt) {
            case Prompt.Chat chat -> chat;
            case Prompt.Templated templated -> templated.chat();
            case Prompt.Verbatim(String text) -> new Prompt.Chat(List.of(new Message(Message.Role.USER, text)));
        };
    }

    /** Whether the prompt goes to {@code /completions}. */
    public static boolean isVerbatim(Prompt prompt) {
        return prompt instanceof Prompt.Verbatim;
    }

    /**
     * A body that asks for a stream.
     *
     * @param maxTokens in place of the request's own
     * @throws UnsupportedRequestException when the request holds a schema that is no JSON object
     */
    public byte[] of(GenerationRequest request, int maxTokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("model", model);
            switch (request.prompt()) {
                case Prompt.Verbatim(String text) -> json.writeStringProperty("prompt", text);
                case Prompt.Chat chat -> writeChat(json, chat);
                case Prompt.Templated templated -> writeChat(json, templated.chat());
            }
            json.writeBooleanProperty("stream", true);
            json.writeObjectPropertyStart("stream_options");
            json.writeBooleanProperty("include_usage", true);
            if (dialect == Dialect.VLLM) {
                // The first chunk then says how long the prompt was.
                json.writeBooleanProperty("continuous_usage_stats", true);
            }
            json.writeEndObject();
            json.writeNumberProperty(
                    dialect == Dialect.OPENAI && !isVerbatim(request.prompt()) ? "max_completion_tokens" : "max_tokens",
                    Math.max(1, maxTokens));
            writeSampling(json, request.sampling());
            if (!request.stopSequences().isEmpty()) {
                json.writeArrayPropertyStart("stop");
                request.stopSequences().forEach(json::writeString);
                json.writeEndArray();
            }
            writeShape(json, request.shape());
            if (!isVerbatim(request.prompt())) {
                writeReasoning(json, request.reasoning());
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** The members of a conversation, into an object that has been begun: {@code messages} and those about tools. */
    public void writeConversation(JsonGenerator json, Prompt.Chat chat) {
        writeChat(json, chat);
    }

    private void writeChat(JsonGenerator json, Prompt.Chat chat) {
        writeMessages(json, chat.messages());
        writeTools(json, chat.tools());
        boolean prefilled = !chat.messages().isEmpty()
                && chat.messages().getLast().role() == Message.Role.ASSISTANT;
        if (prefilled && dialect == Dialect.VLLM) {
            json.writeBooleanProperty("add_generation_prompt", false);
            json.writeBooleanProperty("continue_final_message", true);
        }
    }

    private void writeMessages(JsonGenerator json, List<Message> messages) {
        json.writeArrayPropertyStart("messages");
        for (Message message : messages) {
            switch (message.role()) {
                case SYSTEM -> writeWords(json, "system", message);
                case USER -> writeWords(json, "user", message);
                case ASSISTANT -> writeAssistant(json, message);
                case TOOL -> message.parts().forEach(part -> writeResult(json, part));
            }
        }
        json.writeEndArray();
    }

    private static void writeWords(JsonGenerator json, String role, Message message) {
        json.writeStartObject();
        json.writeStringProperty("role", role);
        if (message.parts().stream().noneMatch(Part.Image.class::isInstance)) {
            json.writeStringProperty("content", message.text());
        } else {
            json.writeArrayPropertyStart("content");
            message.parts().forEach(part -> writePart(json, part));
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void writePart(JsonGenerator json, Part part) {
        switch (part) {
            case Part.Text(String text) -> {
                json.writeStartObject();
                json.writeStringProperty("type", "text");
                json.writeStringProperty("text", text);
                json.writeEndObject();
            }
            case Part.Image(String mediaType, byte[] bytes) -> {
                json.writeStartObject();
                json.writeStringProperty("type", "image_url");
                json.writeObjectPropertyStart("image_url");
                json.writeStringProperty(
                        "url", "data:" + mediaType + ";base64," + Base64.getEncoder().encodeToString(bytes));
                json.writeEndObject();
                json.writeEndObject();
            }
            case Part.Reasoning _,Part.ToolResult _,ToolCall _ -> {
                // Neither a system nor a user message has any.
            }
        }
    }

    private void writeAssistant(JsonGenerator json, Message message) {
        List<ToolCall> calls = message.parts().stream()
                .filter(ToolCall.class::isInstance).map(ToolCall.class::cast).toList();
        json.writeStartObject();
        json.writeStringProperty("role", "assistant");
        String text = message.text();
        if (text.isEmpty() && !calls.isEmpty()) {
            json.writeNullProperty("content");
        } else {
            json.writeStringProperty("content", text);
        }
        if (dialect.counts()) {
            // Only servers that render a template themselves take thoughts; others refuse them.
            message.parts().stream()
                    .filter(Part.Reasoning.class::isInstance)
                    .map(part -> ((Part.Reasoning) part).text())
                    .reduce(String::concat)
                    .ifPresent(thoughts -> json.writeStringProperty("reasoning_content", thoughts));
        }
        if (!calls.isEmpty()) {
            json.writeArrayPropertyStart("tool_calls");
            for (ToolCall call : calls) {
                json.writeStartObject();
                json.writeStringProperty("id", call.id());
                json.writeStringProperty("type", "function");
                json.writeObjectPropertyStart("function");
                json.writeStringProperty("name", call.name());
                json.writeStringProperty("arguments", call.input());
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void writeResult(JsonGenerator json, Part part) {
        if (part instanceof Part.ToolResult result) {
            json.writeStartObject();
            json.writeStringProperty("role", "tool");
            json.writeStringProperty("tool_call_id", result.callId());
            json.writeStringProperty("content", result.text());
            json.writeEndObject();
        }
    }

    private static void writeTools(JsonGenerator json, Tools tools) {
        if (tools.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("tools");
        for (Tool tool : tools.offered()) {
            json.writeStartObject();
            json.writeStringProperty("type", "function");
            json.writeObjectPropertyStart("function");
            json.writeStringProperty("name", tool.name());
            if (!tool.description().isEmpty()) {
                json.writeStringProperty("description", tool.description());
            }
            writeObject(json, "parameters", tool.inputSchema());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        switch (tools.choice()) {
            case Tools.Choice.Auto() -> json.writeStringProperty("tool_choice", "auto");
            case Tools.Choice.None() -> json.writeStringProperty("tool_choice", "none");
            case Tools.Choice.Any() -> json.writeStringProperty("tool_choice", "required");
            case Tools.Choice.Named(String name) -> {
                json.writeObjectPropertyStart("tool_choice");
                json.writeStringProperty("type", "function");
                json.writeObjectPropertyStart("function");
                json.writeStringProperty("name", name);
                json.writeEndObject();
                json.writeEndObject();
            }
        }
    }

    private void writeSampling(JsonGenerator json, Sampling sampling) {
        // Servers refuse a top_p of 0; it means the likeliest token alone, as a temperature of 0 does.
        boolean greedy = sampling.topP() == 0;
        json.writeNumberProperty("temperature", greedy ? 0 : sampling.temperature());
        if (!greedy && sampling.topP() < 1) {
            json.writeNumberProperty("top_p", sampling.topP());
        }
        if (sampling.frequencyPenalty() != 0) {
            json.writeNumberProperty("frequency_penalty", sampling.frequencyPenalty());
        }
        if (sampling.presencePenalty() != 0) {
            json.writeNumberProperty("presence_penalty", sampling.presencePenalty());
        }
        if (!sampling.logitBias().isEmpty()) {
            json.writeObjectPropertyStart("logit_bias");
            sampling.logitBias().forEach((token, bias) -> json.writeNumberProperty(Integer.toString(token), bias));
            json.writeEndObject();
        }
        sampling.seed().ifPresent(seed -> json.writeNumberProperty("seed", seed));
        if (!dialect.isExtended()) {
            return;
        }
        if (sampling.topK() > 0) {
            json.writeNumberProperty("top_k", sampling.topK());
        }
        if (sampling.minP() > 0) {
            json.writeNumberProperty("min_p", sampling.minP());
        }
        if (sampling.repetitionPenalty() != 1) {
            json.writeNumberProperty(
                    dialect == Dialect.LLAMA_SERVER ? "repeat_penalty" : "repetition_penalty",
                    sampling.repetitionPenalty());
        }
    }

    private static void writeShape(JsonGenerator json, AnswerShape shape) {
        switch (shape) {
            case AnswerShape.Text() -> {
                // What servers do when not told otherwise.
            }
            case AnswerShape.Json() -> {
                json.writeObjectPropertyStart("response_format");
                json.writeStringProperty("type", "json_object");
                json.writeEndObject();
            }
            case AnswerShape.Schema(String schema) -> {
                json.writeObjectPropertyStart("response_format");
                json.writeStringProperty("type", "json_schema");
                json.writeObjectPropertyStart("json_schema");
                json.writeStringProperty("name", "answer");
                json.writeBooleanProperty("strict", true);
                writeObject(json, "schema", schema);
                json.writeEndObject();
                json.writeEndObject();
            }
        }
    }

    private void writeReasoning(JsonGenerator json, Reasoning reasoning) {
        switch (reasoning.mode()) {
            case LOW, MEDIUM, HIGH ->
                json.writeStringProperty("reasoning_effort", reasoning.mode().name().toLowerCase(Locale.ROOT));
            case OFF -> writeThinking(json, false);
            case APART -> writeThinking(json, true);
            case INLINE -> {
                // As the model does by itself.
            }
        }
    }

    /** The name that most chat templates give the switch; those without one ignore it. */
    private void writeThinking(JsonGenerator json, boolean on) {
        if (dialect.counts()) {
            json.writeObjectPropertyStart("chat_template_kwargs");
            json.writeBooleanProperty("enable_thinking", on);
            json.writeEndObject();
        }
    }

    /** Copied by its tokens: a text that is no JSON object must not break out of its place. */
    private static void writeObject(JsonGenerator json, String name, String object) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), object)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnsupportedRequestException("A schema must be a JSON object.");
            }
            json.writeName(name);
            json.copyCurrentStructure(parser);
        } catch (JacksonException e) {
            throw new UnsupportedRequestException("A schema must be a JSON object.");
        }
    }
}
