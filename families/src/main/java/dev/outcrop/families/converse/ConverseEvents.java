package dev.outcrop.families.converse;

import java.util.function.Consumer;

import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Ids;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.ThoughtSignature;
import dev.outcrop.families.tool.ToolInput;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.AnswerBuilder;
import dev.outcrop.inference.GenerationResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The events of a ConverseStream: {@code messageStart}, per block {@code contentBlockStart} (tools only), deltas and
 * {@code contentBlockStop}, then {@code messageStop} and {@code metadata}. Not thread-safe; one per stream.
 */
public final class ConverseEvents implements ChunkWriter {

    /** Takes the events of one stream in order. */
    @FunctionalInterface
    public interface Sink {

        /**
         * One event.
         *
         * @param type the member of the API's event union
         * @param json the event: an object whose members are sorted by name
         */
        void event(String type, byte[] json);
    }

    /** What the end of a stream needs to know beside what was generated. */
    public interface Ending {

        /** The stop reason of an answer that a guardrail has touched, or null when none has. */
        @Nullable
        String intervention();

        /** The native body of the answer, for the fields that the caller asked for. */
        byte[] nativeBody(Answer answer, GenerationResult result);

        /** Milliseconds since the request came. */
        long latencyMillis();

        /** Writes the member {@code trace}, or nothing. */
        void writeTrace(JsonGenerator json);
    }

    private enum Kind {
        TEXT, REASONING, TOOL
    }

    private final ConverseEnvelope envelope;
    private final Sink sink;
    private final Ending ending;
    private final @Nullable AnswerBuilder whole;
    private final StringBuilder input = new StringBuilder();
    private final ThoughtSignature signature = new ThoughtSignature();
    /** A call of which only the name is known: its block begins with its arguments, as it may be cut off before them. */
    private @Nullable String calling;
    private int index;
    private @Nullable Kind open;
    private boolean malformed;

    public ConverseEvents(ConverseEnvelope envelope, Sink sink, Ending ending) {
        this.envelope = envelope;
        this.sink = sink;
        this.ending = ending;
        this.whole = envelope.fields().isEmpty() ? null : new AnswerBuilder();
    }

    @Override
    public void start(int promptTokens) {
        event("messageStart", json -> json.writeStringProperty("role", "assistant"));
    }

    @Override
    public void text(String text, int outputTokens) {
        if (text.isEmpty()) {
            return;
        }
        if (whole != null) {
            whole.text(text);
        }
        beginEmptyCall();
        open(Kind.TEXT);
        delta(json -> json.writeStringProperty("text", text));
    }

    @Override
    public void reasoning(String text, int outputTokens) {
        if (text.isEmpty()) {
            return;
        }
        if (whole != null) {
            whole.reasoning(text);
        }
        beginEmptyCall();
        open(Kind.REASONING);
        signature.add(text);
        reasoningDelta("text", text);
    }

    private void reasoningDelta(String member, String value) {
        delta(json -> {
            json.writeObjectPropertyStart("reasoningContent");
            json.writeStringProperty(member, value);
            json.writeEndObject();
        });
    }

    @Override
    public void toolCall(String id, String name, int outputTokens) {
        if (whole != null) {
            whole.toolCall(id, name);
        }
        beginEmptyCall();
        close();
        calling = name;
    }

    private void beginCall() {
        String name = calling;
        if (name == null) {
            return;
        }
        calling = null;
        open = Kind.TOOL;
        event("contentBlockStart", json -> {
            json.writeNumberProperty("contentBlockIndex", index);
            json.writeObjectPropertyStart("start");
            json.writeObjectPropertyStart("toolUse");
            json.writeStringProperty("name", name);
            json.writeStringProperty("toolUseId", Ids.toolUse());
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /** A call without arguments: clients parse what they get. */
    private void beginEmptyCall() {
        if (calling != null) {
            beginCall();
            toolDelta("{}");
        }
    }

    @Override
    public void toolInput(String json, int outputTokens) {
        if (json.isEmpty()) {
            return;
        }
        if (whole != null) {
            whole.toolInput(json);
        }
        beginCall();
        input.append(json);
        toolDelta(json);
    }

    private void toolDelta(String text) {
        delta(json -> {
            json.writeObjectPropertyStart("toolUse");
            json.writeStringProperty("input", text);
            json.writeEndObject();
        });
    }

    @Override
    public void end(GenerationResult result) {
        if (result.stopReason().isOwnEnd()) {
            beginEmptyCall();
        }
        calling = null;
        if (open == null && index == 0) {
            // An answer of nothing is a message of one empty text, as in a whole answer.
            open = Kind.TEXT;
            delta(json -> json.writeStringProperty("text", ""));
        }
        close();
        String intervention = ending.intervention();
        String reason = malformed && result.stopReason().isOwnEnd()
                ? ConverseEnvelope.MALFORMED
                : envelope.stopReason(result);
        finish(intervention == null ? reason : intervention, result, true);
    }

    @Override
    public void endBlocked(String message, GenerationResult result) {
        calling = null;
        open(Kind.TEXT);
        delta(json -> json.writeStringProperty("text", message));
        close();
        finish(ConverseEnvelope.INTERVENED, result, false);
    }

    private void finish(String stopReason, GenerationResult result, boolean answered) {
        event("messageStop", json -> {
            if (whole != null && answered) {
                envelope.writeFields(json, ending.nativeBody(whole.answer(result.stopReason()), result));
            }
            json.writeStringProperty("stopReason", stopReason);
        });
        event("metadata", json -> {
            ConverseEnvelope.writeMetrics(json, ending.latencyMillis());
            envelope.writeService(json);
            ending.writeTrace(json);
            envelope.writeUsage(json, result);
        });
    }

    private void open(Kind kind) {
        if (open != kind) {
            close();
            open = kind;
        }
    }

    private void close() {
        if (open == null) {
            return;
        }
        if (!input.isEmpty()) {
            malformed |= !ToolInput.isObject(input.toString());
            input.setLength(0);
        }
        if (open == Kind.REASONING && envelope.model().signsThoughts()) {
            reasoningDelta("signature", signature.text());
        }
        event("contentBlockStop", json -> json.writeNumberProperty("contentBlockIndex", index));
        open = null;
        index++;
    }

    private void delta(Consumer<JsonGenerator> content) {
        event("contentBlockDelta", json -> {
            json.writeNumberProperty("contentBlockIndex", index);
            json.writeObjectPropertyStart("delta");
            content.accept(json);
            json.writeEndObject();
        });
    }

    private void event(String type, Consumer<JsonGenerator> members) {
        sink.event(type, JsonText.object(members));
    }
}
