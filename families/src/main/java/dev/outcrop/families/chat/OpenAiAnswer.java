package dev.outcrop.families.chat;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Completion;
import dev.outcrop.families.Finish;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.SeveralAnswers;
import dev.outcrop.families.StreamEnd;
import dev.outcrop.families.Usage;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code chat.completion} as the service writes it, keys in the alphabetical order of the recorded chunks.
 *
 * @param created seconds since 1970
 * @param gptOss whether the end has a chunk of its own with an empty delta, and thoughts stand in tags before the text;
 *     otherwise a first chunk names the role and the last text carries the reason, so that each token waits for the next
 *     one, and thoughts are a member of their own
 */
record OpenAiAnswer(String id, long created, String model, boolean gptOss) implements SeveralAnswers {

    @Override
    public byte[] body(List<Completion> answers) {
        GenerationResult usage = Usage.ofAnswers(answers);
        return JsonText.object(json -> {
            json.writeArrayPropertyStart("choices");
            for (int i = 0; i < answers.size(); i++) {
                json.writeStartObject();
                json.writeStringProperty("finish_reason", Finish.stopOrLength(answers.get(i).result()));
                json.writeNumberProperty("index", i);
                json.writeObjectPropertyStart("message");
                writeMessage(json, answers.get(i).answer());
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
            writeEnvelope(json, "chat.completion");
            json.writeObjectPropertyStart("usage");
            json.writeNumberProperty("completion_tokens", usage.outputTokens());
            json.writeNumberProperty("prompt_tokens", usage.promptTokens());
            json.writeNumberProperty("total_tokens", (long) usage.promptTokens() + usage.outputTokens());
            json.writeEndObject();
        });
    }

    private void writeMessage(JsonGenerator json, Answer answer) {
        String thoughts = answer.reasoning();
        String text = gptOss && !thoughts.isEmpty()
                ? Thoughts.OPEN + thoughts + Thoughts.CLOSE + answer.text()
                : answer.text();
        JsonText.nullable(json, "content", text.isEmpty() && !answer.calls().isEmpty() ? null : text);
        if (!gptOss && !thoughts.isEmpty()) {
            json.writeStringProperty("reasoning_content", thoughts);
        }
        json.writeStringProperty("role", "assistant");
        if (!answer.calls().isEmpty()) {
            CallJson.writeAll(json, answer.calls(), true);
        }
    }

    @Override
    public List<ChunkWriter> chunks(ChunkSink sink, int answers) {
        StreamEnd end = new StreamEnd(answers);
        return IntStream.range(0, answers)
                .<ChunkWriter>mapToObj(
                        index -> gptOss
                                ? new WithEmptyEnd(sink, index, end)
                                : new WithRoleFirst(sink, index, end))
                .toList();
    }

    private void writeEnvelope(JsonGenerator json, String object) {
        json.writeNumberProperty("created", created);
        json.writeStringProperty("id", id);
        json.writeStringProperty("model", model);
        json.writeStringProperty("object", object);
        if (gptOss) {
            json.writeStringProperty("service_tier", "auto");
        }
    }

    private byte[] chunk(int index, @Nullable String finishReason, Consumer<JsonGenerator> delta) {
        return JsonText.object(json -> {
            json.writeArrayPropertyStart("choices");
            json.writeStartObject();
            json.writeObjectPropertyStart("delta");
            delta.accept(json);
            json.writeEndObject();
            JsonText.nullable(json, "finish_reason", finishReason);
            json.writeNumberProperty("index", index);
            json.writeEndObject();
            json.writeEndArray();
            writeEnvelope(json, "chat.completion.chunk");
        });
    }

    /** What both ways to stream have in common. */
    private abstract class Deltas implements ChunkWriter {
        private final ChunkSink sink;
        private final int index;
        private final StreamEnd streamEnd;
        private int calls;

        Deltas(ChunkSink sink, int index, StreamEnd streamEnd) {
            this.sink = sink;
            this.index = index;
            this.streamEnd = streamEnd;
        }

        /** Sends what was kept back. */
        abstract void flush();

        void send(ChunkSink.Role role, @Nullable String finishReason, Consumer<JsonGenerator> delta) {
            sink.chunk(chunk(index, finishReason, delta), role);
        }

        void sendEnd(GenerationResult result, Consumer<JsonGenerator> delta) {
            send(streamEnd.role(result), Finish.stopOrLength(result), delta);
        }

        void sendText(String text) {
            send(ChunkSink.Role.TEXT, null, delta -> delta.writeStringProperty("content", text));
        }

        @Override
        public void toolCall(String callId, String name, int outputTokens) {
            flush();
            int call = calls++;
            send(ChunkSink.Role.ENVELOPE, null, delta -> CallJson.writeDelta(delta, call, callId, name, ""));
        }

        @Override
        public void toolInput(String json, int outputTokens) {
            int call = calls - 1;
            send(ChunkSink.Role.ENVELOPE, null, delta -> CallJson.writeDelta(delta, call, null, null, json));
        }
    }

    private final class WithEmptyEnd extends Deltas {
        private boolean thinking;

        WithEmptyEnd(ChunkSink sink, int index, StreamEnd streamEnd) {
            super(sink, index, streamEnd);
        }

        @Override
        public void start(int promptTokens) {}

        @Override
        public void reasoning(String text, int outputTokens) {
            if (!text.isEmpty()) {
                String opened = thinking ? text : Thoughts.OPEN + text;
                thinking = true;
                send(ChunkSink.Role.ENVELOPE, null, delta -> delta.writeStringProperty("content", opened));
            }
        }

        @Override
        public void text(String text, int outputTokens) {
            if (!text.isEmpty()) {
                flush();
                sendText(text);
            }
        }

        @Override
        void flush() {
            if (thinking) {
                thinking = false;
                send(
                        ChunkSink.Role.ENVELOPE,
                        null,
                        delta -> delta.writeStringProperty("content", Thoughts.CLOSE));
            }
        }

        @Override
        public void end(GenerationResult result) {
            flush();
            sendEnd(result, delta -> {});
        }
    }

    private final class WithRoleFirst extends Deltas {
        private String waiting = "";
        private boolean called;

        WithRoleFirst(ChunkSink sink, int index, StreamEnd streamEnd) {
            super(sink, index, streamEnd);
        }

        @Override
        public void start(int promptTokens) {
            send(ChunkSink.Role.ENVELOPE, null, delta -> {
                delta.writeStringProperty("content", "");
                delta.writeStringProperty("role", "assistant");
            });
        }

        @Override
        public void reasoning(String text, int outputTokens) {
            if (!text.isEmpty()) {
                flush();
                send(ChunkSink.Role.ENVELOPE, null, delta -> delta.writeStringProperty("reasoning_content", text));
            }
        }

        @Override
        public void text(String text, int outputTokens) {
            if (!text.isEmpty()) {
                flush();
                waiting = text;
            }
        }

        @Override
        public void toolCall(String callId, String name, int outputTokens) {
            super.toolCall(callId, name, outputTokens);
            called = true;
        }

        @Override
        void flush() {
            if (!waiting.isEmpty()) {
                sendText(waiting);
                waiting = "";
            }
        }

        @Override
        public void end(GenerationResult result) {
            String last = waiting;
            sendEnd(result, delta -> {
                if (!called || !last.isEmpty()) {
                    delta.writeStringProperty("content", last);
                }
            });
        }
    }
}
