package dev.outcrop.families.cohere;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import dev.outcrop.families.AnswerFormat;
import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.tool.ToolInput;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.AnswerBuilder;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.ToolCall;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.MissingNode;

/**
 * Command R's text with the conversation up to it.
 *
 * @param requestPart first part of {@code response_id}, of which eight characters are used
 * @param preamble comes before the turns in the prompt, and is not repeated; blank when there is none
 * @param turns the conversation, the request's own message last, or the results of the tools that it led to
 */
record CommandRAnswer(String requestPart, String generationId, String preamble, List<CommandRTurn> turns)
        implements
            AnswerFormat {
    private static final int REQUEST_CHARACTERS = 8;

    CommandRAnswer {
        turns = List.copyOf(turns);
    }

    /**
     * Neighbouring turns of one speaker are one text of the prompt ({@link dev.outcrop.families.Conversation}), up to one
     * that calls tools. Where that text has changed they are one turn here too: what became of which of them cannot be
     * told.
     */
    @Override
    public AnswerFormat withTexts(List<String> texts) {
        Iterator<String> next = texts.iterator();
        List<CommandRTurn> changed = new ArrayList<>();
        int at = 0;
        boolean begun = !preamble.isBlank();
        while (begun || at < turns.size()) {
            if (!begun && turns.get(at).speaker() == Message.Role.TOOL) {
                changed.add(turns.get(at++).withResults(next));
                continue;
            }
            int first = at;
            at = endOfRun(first, begun ? Message.Role.SYSTEM : turns.get(first).speaker());
            List<CommandRTurn> run = turns.subList(first, at);
            List<String> own = new ArrayList<>(begun ? List.of(preamble) : List.of());
            run.stream().filter(CommandRTurn::hasText).map(CommandRTurn::message).forEach(own::add);
            begun = false;
            String now = own.isEmpty() ? "" : next.next();
            if (now.equals(String.join("\n", own))) {
                changed.addAll(run);
            } else if (!run.isEmpty()) {
                changed.add(new CommandRTurn(
                        run.getFirst().role(), now, run.getLast().calls(), MissingNode.getInstance()));
            }
        }
        String kept = preamble.isBlank() ? preamble : texts.getFirst();
        return new CommandRAnswer(requestPart, generationId, kept, changed);
    }

    private int endOfRun(int first, Message.Role speaker) {
        int at = first;
        while (at < turns.size() && turns.get(at).speaker() == speaker) {
            at++;
            if (!turns.get(at - 1).calls().isEmpty()) {
                break;
            }
        }
        return at;
    }

    @Override
    public byte[] body(Answer answer, GenerationResult result) {
        Answer whole = ToolInput.writable(answer, result);
        return JsonText.object(json -> writeMembers(json, whole, result));
    }

    private void writeMembers(JsonGenerator json, Answer answer, GenerationResult result) {
        json.writeStringProperty(
                "response_id", requestPart.substring(0, REQUEST_CHARACTERS) + "/" + generationId);
        json.writeStringProperty("text", answer.text());
        json.writeStringProperty("generation_id", generationId);
        json.writeArrayPropertyStart("chat_history");
        turns.forEach(turn -> turn.write(json));
        json.writeStartObject();
        json.writeStringProperty("role", "CHATBOT");
        json.writeStringProperty("message", answer.text());
        writeCalls(json, answer.calls());
        json.writeEndObject();
        json.writeEndArray();
        json.writeStringProperty("finish_reason", CommandAnswer.finishReason(result));
        writeCalls(json, answer.calls());
    }

    private static void writeCalls(JsonGenerator json, List<ToolCall> calls) {
        if (calls.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("tool_calls");
        for (ToolCall call : calls) {
            json.writeStartObject();
            json.writeStringProperty("name", call.name());
            ToolInput.write(json, "parameters", call);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    @Override
    public ChunkWriter chunks(ChunkSink sink) {
        return new Chunks(sink);
    }

    /** The end repeats the whole answer, so the text is kept; memory is bounded by the answer's tokens. */
    private final class Chunks implements ChunkWriter {
        private final ChunkSink sink;
        private final AnswerBuilder answer = new AnswerBuilder();

        Chunks(ChunkSink sink) {
            this.sink = sink;
        }

        @Override
        public void start(int promptTokens) {
            sink.chunk(
                    JsonText.object(json -> {
                        json.writeStringProperty("event_type", "stream-start");
                        json.writeStringProperty("generation_id", generationId);
                        json.writeBooleanProperty("is_finished", false);
                    }),
                    ChunkSink.Role.ENVELOPE);
        }

        @Override
        public void text(String text, int outputTokens) {
            if (text.isEmpty()) {
                return;
            }
            answer.text(text);
            sink.chunk(
                    JsonText.object(json -> {
                        json.writeStringProperty("event_type", "text-generation");
                        json.writeStringProperty("text", text);
                        json.writeBooleanProperty("is_finished", false);
                    }),
                    ChunkSink.Role.TEXT);
        }

        @Override
        public void toolCall(String id, String name, int outputTokens) {
            answer.toolCall(id, name);
        }

        @Override
        public void toolInput(String json, int outputTokens) {
            answer.toolInput(json);
        }

        @Override
        public void end(GenerationResult result) {
            Answer whole = ToolInput.writable(answer.answer(result.stopReason()), result);
            if (!whole.calls().isEmpty()) {
                sink.chunk(
                        JsonText.object(json -> {
                            json.writeStringProperty("event_type", "tool-calls-generation");
                            writeCalls(json, whole.calls());
                            json.writeBooleanProperty("is_finished", false);
                        }),
                        ChunkSink.Role.ENVELOPE);
            }
            sink.chunk(
                    JsonText.object(json -> {
                        json.writeStringProperty("event_type", "stream-end");
                        json.writeStringProperty("finish_reason", CommandAnswer.finishReason(result));
                        json.writeBooleanProperty("is_finished", true);
                        json.writeObjectPropertyStart("response");
                        writeMembers(json, whole, result);
                        writeMeta(json, result);
                        json.writeEndObject();
                    }),
                    ChunkSink.Role.LAST);
        }
    }

    private static void writeMeta(JsonGenerator json, GenerationResult result) {
        json.writeObjectPropertyStart("meta");
        json.writeObjectPropertyStart("api_version");
        json.writeStringProperty("version", "1");
        json.writeEndObject();
        json.writeObjectPropertyStart("billed_units");
        json.writeNumberProperty("input_tokens", result.promptTokens());
        json.writeNumberProperty("output_tokens", result.outputTokens());
        json.writeEndObject();
        json.writeEndObject();
    }
}
