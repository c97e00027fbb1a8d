package dev.outcrop.engines.remote;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

import dev.outcrop.engines.remote.openai.RequestBody;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.UnsupportedRequestException;
import dev.outcrop.inference.UpstreamException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Counts a prompt's tokens by asking the server: vLLM's {@code /tokenize} takes a conversation as it is, llama-server
 * first renders it by {@code /apply-template}. Other servers offer nothing of the kind. Thread-safe.
 */
final class TokenCounter {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int OK = 200;

    private final Upstream upstream;
    private final RequestBody bodies;

    TokenCounter(Upstream upstream, RequestBody bodies) {
        this.upstream = upstream;
        this.bodies = bodies;
    }

    int count(Prompt prompt) {
        return switch (upstream.options().dialect()) {
            case VLLM -> vllm(prompt);
            case LLAMA_SERVER -> llamaServer(prompt);
            case GENERIC, OPENAI -> throw new UnsupportedRequestException(
                    "The server of " + upstream.options().model() + " does not count tokens.");
        };
    }

    private int vllm(Prompt prompt) {
        byte[] answer = post("/tokenize", json -> {
            json.writeStringProperty("model", upstream.options().model());
            if (prompt instanceof Prompt.Verbatim(String text)) {
                json.writeStringProperty("prompt", text);
            } else {
                bodies.writeConversation(json, RequestBody.chatOf(prompt));
            }
        });
        try (JsonParser json = find(answer, "count")) {
            return json.getIntValue();
        } catch (JacksonException e) {
            throw unreadable();
        }
    }

    private int llamaServer(Prompt prompt) {
        String text = prompt instanceof Prompt.Verbatim(String verbatim)
                ? verbatim
                : rendered(RequestBody.chatOf(prompt));
        byte[] answer = post("/tokenize", json -> {
            json.writeStringProperty("content", text);
            json.writeBooleanProperty("add_special", true);
            json.writeBooleanProperty("parse_special", true);
        });
        try (JsonParser json = find(answer, "tokens")) {
            int count = 0;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                json.skipChildren();
                count++;
            }
            return count;
        } catch (JacksonException e) {
            throw unreadable();
        }
    }

    private String rendered(Prompt.Chat chat) {
        byte[] answer = post("/apply-template", json -> bodies.writeConversation(json, chat));
        try (JsonParser json = find(answer, "prompt")) {
            return json.getString();
        } catch (JacksonException e) {
            throw unreadable();
        }
    }

    private byte[] post(String path, Consumer<JsonGenerator> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            members.accept(json);
            json.writeEndObject();
        }
        return WholeResponse.post(upstream, target -> target.rootPath() + path, bytes.toByteArray());
    }

    /** A parser that stands on the value of a member of the outermost object. */
    private JsonParser find(byte[] answer, String member) {
        JsonParser json = JSON.createParser(ObjectReadContext.empty(), answer);
        if (json.nextToken() == JsonToken.START_OBJECT) {
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean found = json.currentName().equals(member);
                json.nextToken();
                if (found) {
                    return json;
                }
                json.skipChildren();
            }
        }
        json.close();
        throw unreadable();
    }

    private UpstreamException unreadable() {
        return new UpstreamException(
                "The model's server gave no count of tokens.", OK, upstream.options().model());
    }
}
