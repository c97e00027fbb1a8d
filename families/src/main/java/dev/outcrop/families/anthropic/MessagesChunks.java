package dev.outcrop.families.anthropic;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Finish;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.ThoughtSignature;
import dev.outcrop.families.tool.ToolInput;
import dev.outcrop.inference.GenerationResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The event sequence of a Messages stream: {@code message_start}, blocks of thoughts, text and calls with
 * their pieces, {@code message_delta}, {@code message_stop}. No pings: none is in any recording.
 */
final class MessagesChunks implements ChunkWriter {
    private static final byte[] MESSAGE_STOP = JsonText
            .object(json -> json.writeStringProperty("type", "message_stop"));

    private final ChunkSink sink;
    private final String id;
    private final String model;
    private final RandomGenerator random;
    private @Nullable Kind open;
    private int index;
    private ThoughtSignature signature = new ThoughtSignature();
    /** A call of which only the name is known: its block begins with its arguments, as it may be cut off before them. */
    private @Nullable String calling;
    private final StringBuilder input = new StringBuilder();
    private boolean broken;

    /** What the block that is being written holds. */
    private enum Kind {
        THINKING, TEXT, TOOL_USE
    }

    MessagesChunks(ChunkSink sink, String id, String model, RandomGenerator random) {
        this.sink = sink;
        this.id = id;
        this.model = model;
        this.random = random;
    }

    @Override
    public void start(int promptTokens) {
        // The service reports a small number of tokens that exist by then; here that is the first.
        sink.chunk(messageStart(promptTokens, 1, true), ChunkSink.Role.ENVELOPE);
    }

    @Override
    public void reasoning(String text, int outputTokens) {
        if (!text.isEmpty()) {
            beginCall();
            if (open != Kind.THINKING) {
                begin(Kind.THINKING, block -> {
                    block.writeStringProperty("type", "thinking");
                    block.writeStringProperty("thinking", "");
                    block.writeStringProperty("signature", "");
                });
                signature = new ThoughtSignature();
            }
            signature.add(text);
            delta("thinking_delta", "thinking", text, ChunkSink.Role.ENVELOPE);
        }
    }

    @Override
    public void text(String text, int outputTokens) {
        if (!text.isEmpty()) {
            beginCall();
            beginText();
            delta("text_delta", "text", text, ChunkSink.Role.TEXT);
        }
    }

    private void beginText() {
        if (open != Kind.TEXT) {
            begin(Kind.TEXT, block -> {
                block.writeStringProperty("type", "text");
                block.writeStringProperty("text", "");
            });
        }
    }

    @Override
    public void toolCall(String callId, String name, int outputTokens) {
        beginCall();
        endBlock();
        calling = name;
    }

    /** The first piece of the arguments is always empty. */
    private void beginCall() {
        String name = calling;
        if (name == null) {
            return;
        }
        calling = null;
        begin(Kind.TOOL_USE, block -> {
            block.writeStringProperty("type", "tool_use");
            block.writeStringProperty("id", MessagesJson.newToolId(random));
            block.writeStringProperty("name", name);
            block.writeObjectPropertyStart("input");
            block.writeEndObject();
        });
        delta("input_json_delta", "partial_json", "", ChunkSink.Role.ENVELOPE);
    }

    @Override
    public void toolInput(String json, int outputTokens) {
        if (!json.isEmpty()) {
            beginCall();
            input.append(json);
            delta("input_json_delta", "partial_json", json, ChunkSink.Role.ENVELOPE);
        }
    }

    @Override
    public void end(GenerationResult result) {
        if (result.stopReason().isOwnEnd()) {
            beginCall();
        }
        calling = null;
        endBlocks();
        if (broken) {
            ToolInput.requireCutOff(result.stopReason());
        }
        sink.chunk(
                messageDelta(MessagesJson.stopReason(result), result.stopSequence(), result.outputTokens()),
                ChunkSink.Role.ENVELOPE);
        sink.chunk(MESSAGE_STOP.clone(), ChunkSink.Role.LAST);
    }

    /** As recorded: the end of a blocked answer does not speak of stop sequences. */
    @Override
    public void endBlocked(String message, GenerationResult result) {
        calling = null;
        text(message, result.outputTokens());
        endBlocks();
        sink.chunk(blockedDelta(result.outputTokens()), ChunkSink.Role.ENVELOPE);
        sink.chunk(MESSAGE_STOP.clone(), ChunkSink.Role.LAST);
    }

    /** The whole stream of a call that was blocked before the model ran, as recorded: without stop sequences. */
    static void blocked(
            ChunkSink sink, String id, String requestedModelId, RandomGenerator random, String message) {
        MessagesChunks chunks = new MessagesChunks(sink, id, requestedModelId, random);
        sink.chunk(chunks.messageStart(0, 0, false), ChunkSink.Role.ENVELOPE);
        chunks.endBlocked(message, Finish.BLOCKED);
    }

    private void begin(Kind kind, Consumer<JsonGenerator> block) {
        endBlock();
        open = kind;
        sink.chunk(
                JsonText.object(json -> {
                    json.writeStringProperty("type", "content_block_start");
                    json.writeNumberProperty("index", index);
                    json.writeObjectPropertyStart("content_block");
                    block.accept(json);
                    json.writeEndObject();
                }),
                ChunkSink.Role.ENVELOPE);
    }

    /** A message without any block has one of no text. */
    private void endBlocks() {
        if (open == null && index == 0) {
            beginText();
        }
        endBlock();
    }

    private void endBlock() {
        if (open == null) {
            return;
        }
        if (open == Kind.THINKING) {
            delta("signature_delta", "signature", signature.text(), ChunkSink.Role.ENVELOPE);
        }
        if (!input.isEmpty()) {
            broken |= !ToolInput.isObject(input.toString());
            input.setLength(0);
        }
        sink.chunk(
                JsonText.object(json -> {
                    json.writeStringProperty("type", "content_block_stop");
                    json.writeNumberProperty("index", index);
                }),
                ChunkSink.Role.ENVELOPE);
        index++;
        open = null;
    }

    private static byte[] blockedDelta(int outputTokens) {
        return JsonText.object(json -> {
            json.writeStringProperty("type", "message_delta");
            json.writeObjectPropertyStart("delta");
            json.writeStringProperty("stop_reason", "end_turn");
            json.writeEndObject();
            json.writeObjectPropertyStart("usage");
            json.writeNumberProperty("output_tokens", outputTokens);
            json.writeEndObject();
        });
    }

    private byte[] messageStart(int inputTokens, int outputTokens, boolean stopMembers) {
        return JsonText.object(json -> {
            json.writeStringProperty("type", "message_start");
            json.writeObjectPropertyStart("message");
            json.writeStringProperty("id", id);
            json.writeStringProperty("type", "message");
            json.writeStringProperty("role", "assistant");
            json.writeStringProperty("model", model);
            json.writeArrayPropertyStart("content");
            json.writeEndArray();
            if (stopMembers) {
                json.writeNullProperty("stop_reason");
                json.writeNullProperty("stop_sequence");
            }
            MessagesJson.usage(json, inputTokens, outputTokens);
            json.writeEndObject();
        });
    }

    private void delta(String type, String key, String value, ChunkSink.Role role) {
        sink.chunk(
                JsonText.object(json -> {
                    json.writeStringProperty("type", "content_block_delta");
                    json.writeNumberProperty("index", index);
                    json.writeObjectPropertyStart("delta");
                    json.writeStringProperty("type", type);
                    json.writeStringProperty(key, value);
                    json.writeEndObject();
                }),
                role);
    }

    private static byte[] messageDelta(String stopReason, @Nullable String stopSequence, int outputTokens) {
        return JsonText.object(json -> {
            json.writeStringProperty("type", "message_delta");
            json.writeObjectPropertyStart("delta");
            json.writeStringProperty("stop_reason", stopReason);
            JsonText.nullable(json, "stop_sequence", stopSequence);
            json.writeEndObject();
            json.writeObjectPropertyStart("usage");
            json.writeNumberProperty("output_tokens", outputTokens);
            json.writeEndObject();
        });
    }
}
