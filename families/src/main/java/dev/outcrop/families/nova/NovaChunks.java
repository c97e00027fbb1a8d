package dev.outcrop.families.nova;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Ids;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.tool.ToolInput;
import dev.outcrop.inference.GenerationResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Nova's events. Every piece of text is a content block of its own, without a start; so is every piece of thought. A call
 * has a start, and its arguments come as one string, so it is kept until it is complete, and what is no whole call does
 * not appear; memory is bounded by the answer's tokens.
 */
final class NovaChunks implements ChunkWriter {
    private final ChunkSink sink;
    private final RandomGenerator random;
    private final StringBuilder input = new StringBuilder();
    private @Nullable String calling;
    private boolean broken;
    private int block;

    NovaChunks(ChunkSink sink, RandomGenerator random) {
        this.sink = sink;
        this.random = random;
    }

    @Override
    public void start(int promptTokens) {
        event("messageStart", json -> json.writeStringProperty("role", "assistant"));
    }

    @Override
    public void text(String text, int outputTokens) {
        if (!text.isEmpty()) {
            endCall();
            delta(ChunkSink.Role.TEXT, json -> json.writeStringProperty("text", text));
            endBlock();
        }
    }

    @Override
    public void reasoning(String text, int outputTokens) {
        if (!text.isEmpty()) {
            endCall();
            delta(ChunkSink.Role.ENVELOPE, json -> {
                json.writeObjectPropertyStart("reasoningContent");
                json.writeStringProperty("text", text);
                json.writeEndObject();
            });
            endBlock();
        }
    }

    @Override
    public void toolCall(String id, String name, int outputTokens) {
        endCall();
        calling = name;
    }

    @Override
    public void toolInput(String json, int outputTokens) {
        input.append(json);
    }

    private void endCall() {
        endCall("{}");
    }

    /** @param unwritten what stands for arguments of which nothing was written */
    private void endCall(String unwritten) {
        String name = calling;
        if (name == null) {
            return;
        }
        calling = null;
        String whole = input.isEmpty() ? unwritten : input.toString();
        input.setLength(0);
        if (ToolInput.isObject(whole)) {
            writeCall(name, whole);
        } else {
            broken = true;
        }
    }

    private void writeCall(String name, String whole) {
        event("contentBlockStart", json -> {
            json.writeObjectPropertyStart("start");
            json.writeObjectPropertyStart("toolUse");
            json.writeStringProperty("toolUseId", Ids.uuid(random));
            json.writeStringProperty("name", name);
            json.writeEndObject();
            json.writeEndObject();
            json.writeNumberProperty("contentBlockIndex", block);
        });
        delta(ChunkSink.Role.ENVELOPE, json -> {
            json.writeObjectPropertyStart("toolUse");
            json.writeStringProperty("input", whole);
            json.writeEndObject();
        });
        endBlock();
    }

    private void delta(ChunkSink.Role role, Consumer<JsonGenerator> content) {
        sink.chunk(
                bytes("contentBlockDelta", json -> {
                    json.writeObjectPropertyStart("delta");
                    content.accept(json);
                    json.writeEndObject();
                    json.writeNumberProperty("contentBlockIndex", block);
                }),
                role);
    }

    private void endBlock() {
        event("contentBlockStop", json -> json.writeNumberProperty("contentBlockIndex", block));
        block++;
    }

    @Override
    public void end(GenerationResult result) {
        endCall(result.stopReason().isOwnEnd() ? "{}" : "");
        if (broken) {
            ToolInput.requireCutOff(result.stopReason());
        }
        end(NovaAnswer.stopReason(result), result);
    }

    @Override
    public void endBlocked(String message, GenerationResult result) {
        endCall("");
        text(message, result.outputTokens());
        end(NovaAnswer.INTERVENED, result);
    }

    private void end(String stopReason, GenerationResult result) {
        event("messageStop", json -> json.writeStringProperty("stopReason", stopReason));
        sink.chunk(
                bytes("metadata", json -> {
                    json.writeObjectPropertyStart("usage");
                    json.writeNumberProperty("inputTokens", result.promptTokens());
                    json.writeNumberProperty("outputTokens", result.outputTokens());
                    NovaAnswer.writeCacheCounts(json);
                    json.writeEndObject();
                    json.writeObjectPropertyStart("metrics");
                    json.writeEndObject();
                    json.writeObjectPropertyStart("trace");
                    json.writeEndObject();
                }),
                ChunkSink.Role.LAST);
    }

    private void event(String name, Consumer<JsonGenerator> members) {
        sink.chunk(bytes(name, members), ChunkSink.Role.ENVELOPE);
    }

    private static byte[] bytes(String name, Consumer<JsonGenerator> members) {
        return JsonText.object(json -> {
            json.writeObjectPropertyStart(name);
            members.accept(json);
            json.writeEndObject();
        });
    }
}
