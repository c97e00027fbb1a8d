package dev.outcrop.families.chat;

import java.util.List;

import dev.outcrop.inference.ToolCall;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The member {@code tool_calls} of messages and deltas. */
final class CallJson {

    private CallJson() {}

    /**
     * The calls of a message.
     *
     * @param type whether each says that it is of type {@code function}
     */
    static void writeAll(JsonGenerator json, List<ToolCall> calls, boolean type) {
        json.writeArrayPropertyStart("tool_calls");
        for (ToolCall call : calls) {
            json.writeStartObject();
            json.writeStringProperty("id", call.id());
            if (type) {
                json.writeStringProperty("type", "function");
            }
            writeFunction(json, call.name(), call.input());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** A delta: the beginning of a call when it has a name, else a piece of its arguments. */
    static void writeDelta(
            JsonGenerator json, int index, @Nullable String id, @Nullable String name, String arguments) {
        json.writeArrayPropertyStart("tool_calls");
        json.writeStartObject();
        json.writeNumberProperty("index", index);
        if (id != null) {
            json.writeStringProperty("id", id);
            json.writeStringProperty("type", "function");
        }
        writeFunction(json, name, arguments);
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void writeFunction(JsonGenerator json, @Nullable String name, String arguments) {
        json.writeObjectPropertyStart("function");
        if (name != null) {
            json.writeStringProperty("name", name);
        }
        json.writeStringProperty("arguments", arguments);
        json.writeEndObject();
    }
}
