package dev.outcrop.families.anthropic;

import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Finish;
import dev.outcrop.families.JsonText;
import dev.outcrop.inference.GenerationResult;
import org.jspecify.annotations.Nullable;

/**
 * The event sequence of a Messages stream: {@code message_start}, one text block, {@code message_delta},
 * {@code message_stop}. No pings: none is in any recording.
 */
final class MessagesChunks implements ChunkWriter {
    private static final byte[] BLOCK_START = JsonText.object(json -> {
        json.writeStringProperty("type", "content_block_start");
        json.writeNumberProperty("index", 0);
        json.writeObjectPropertyStart("content_block");
        json.writeStringProperty("type", "text");
        json.writeStringProperty("text", "");
        json.writeEndObject();
    });
    private static final byte[] BLOCK_STOP = JsonText.object(json -> {
        json.writeStringProperty("type", "content_block_stop");
        json.writeNumberProperty("index", 0);
    });
    private static final byte[] MESSAGE_STOP = JsonText
            .object(json -> json.writeStringProperty("type", "message_stop"));

    private final ChunkSink sink;
    private final String id;
    private final String model;

    MessagesChunks(ChunkSink sink, String id, String model) {
        this.sink = sink;
        this.id = id;
        this.model = model;
    }

    @Override
    public void start(int promptTokens) {
        // The service reports a small number of tokens that exist by then; here that is the first.
        sink.chunk(messageStart(promptTokens, 1, true), ChunkSink.Role.ENVELOPE);
        sink.chunk(BLOCK_START.clone(), ChunkSink.Role.ENVELOPE);
    }

    @Override
    public void text(String text, int outputTokens) {
        if (!text.isEmpty()) {
            sink.chunk(delta(text), ChunkSink.Role.TEXT);
        }
    }

    @Override
    public void end(GenerationResult result) {
        sink.chunk(BLOCK_STOP.clone(), ChunkSink.Role.ENVELOPE);
        sink.chunk(
                messageDelta(MessagesJson.stopReason(result), result.stopSequence(), result.outputTokens()),
                ChunkSink.Role.ENVELOPE);
        sink.chunk(MESSAGE_STOP.clone(), ChunkSink.Role.LAST);
    }

    /** As recorded: the end of a blocked answer does not speak of stop sequences. */
    @Override
    public void endBlocked(String message, GenerationResult result) {
        sink.chunk(delta(message), ChunkSink.Role.TEXT);
        sink.chunk(BLOCK_STOP.clone(), ChunkSink.Role.ENVELOPE);
        sink.chunk(blockedDelta(result.outputTokens()), ChunkSink.Role.ENVELOPE);
        sink.chunk(MESSAGE_STOP.clone(), ChunkSink.Role.LAST);
    }

    /** The whole stream of a call that was blocked before the model ran, as recorded: without stop sequences. */
    static void blocked(ChunkSink sink, String id, String requestedModelId, String message) {
        MessagesChunks chunks = new MessagesChunks(sink, id, requestedModelId);
        sink.chunk(chunks.messageStart(0, 0, false), ChunkSink.Role.ENVELOPE);
        sink.chunk(BLOCK_START.clone(), ChunkSink.Role.ENVELOPE);
        chunks.endBlocked(message, Finish.BLOCKED);
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

    private static byte[] delta(String text) {
        return JsonText.object(json -> {
            json.writeStringProperty("type", "content_block_delta");
            json.writeNumberProperty("index", 0);
            json.writeObjectPropertyStart("delta");
            json.writeStringProperty("type", "text_delta");
            json.writeStringProperty("text", text);
            json.writeEndObject();
        });
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
