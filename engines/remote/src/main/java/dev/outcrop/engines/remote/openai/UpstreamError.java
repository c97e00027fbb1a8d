package dev.outcrop.engines.remote.openai;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a server says went wrong.
 *
 * @param message for people, shortened
 * @param status the HTTP status that it names inside, 0 when none
 * @param promptTokens tokens of a prompt that does not fit, or -1 when it does not say
 * @param contextLength tokens that fit, or -1 when it does not say
 * @param contextExceeded whether prompt and answer together are too long
 */
public record UpstreamError(
        String message, int status, int promptTokens, int contextLength, boolean contextExceeded) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_MESSAGE = 1_000;
    private static final int HTTP_FIRST = 100;
    private static final int HTTP_LAST = 599;

    // "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4900 in the messages, 100
    // in the completion)." (OpenAI, vLLM), "... and your request has 4900 input tokens" (vLLM), "... your messages resulted
    // in 4900 tokens" (OpenAI).
    private static final Pattern CONTEXT = Pattern.compile("context length (?:is|of)(?: only)? (\\d{1,9})");
    private static final Pattern PROMPT = Pattern.compile(
            "(?:\\((\\d{1,9}) in the (?:messages|prompt))|(?:request has (\\d{1,9}) input tokens)"
                    + "|(?:resulted in (\\d{1,9}) tokens)|(?:at least (\\d{1,9}) input tokens)");

    /** What the body of a response with an error status says; the body's own text when it is no JSON. */
    static UpstreamError of(byte[] body, int length) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body, 0, length)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                Fields fields = new Fields();
                fields.object(json);
                if (!fields.message.isEmpty()) {
                    return fields.error();
                }
            }
        } catch (JacksonException e) {
            // Proxies answer in HTML or plain words, which say something all the same.
        }
        Fields fields = new Fields();
        fields.message = new String(body, 0, Math.min(length, MAX_MESSAGE), StandardCharsets.UTF_8).strip();
        return fields.error();
    }

    /** The value of a member {@code error}. */
    static UpstreamError read(JsonParser json, JsonToken value) {
        Fields fields = new Fields();
        if (value == JsonToken.START_OBJECT) {
            fields.object(json);
        } else if (value == JsonToken.VALUE_STRING) {
            fields.message = json.getString();
        } else {
            json.skipChildren();
        }
        return fields.error();
    }

    /** Errors stand in {@code error}, or are the whole body, with the members of either vendor. */
    private static final class Fields {
        private String message = "";
        private String kind = "";
        private int status;
        private int promptTokens = -1;
        private int contextLength = -1;

        void object(JsonParser json) {
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                switch (name) {
                    case "error" -> {
                        if (value == JsonToken.START_OBJECT) {
                            object(json);
                        } else if (value == JsonToken.VALUE_STRING) {
                            message = json.getString();
                        } else {
                            json.skipChildren();
                        }
                    }
                    case "message" -> message = text(json, value, message);
                    case "type" -> kind += " " + text(json, value, "");
                    case "code" -> {
                        int number = number(json, value, status);
                        status = number >= HTTP_FIRST && number <= HTTP_LAST ? number : status;
                        if (value == JsonToken.VALUE_STRING) {
                            kind += " " + json.getString();
                        }
                    }
                    case "n_prompt_tokens" -> promptTokens = number(json, value, promptTokens);
                    case "n_ctx" -> contextLength = number(json, value, contextLength);
                    default -> json.skipChildren();
                }
            }
        }

        UpstreamError error() {
            String shown = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + " ..." : message;
            Matcher context = CONTEXT.matcher(shown);
            boolean named = context.find();
            int length = named && contextLength < 0 ? Integer.parseInt(context.group(1)) : contextLength;
            Matcher prompt = PROMPT.matcher(shown);
            int tokens = promptTokens;
            if (tokens < 0 && prompt.find()) {
                for (int group = 1; group <= prompt.groupCount(); group++) {
                    String found = prompt.group(group);
                    tokens = found == null ? tokens : Integer.parseInt(found);
                }
            }
            boolean exceeded = named
                    || kind.contains("context_length_exceeded")
                    || kind.contains("exceed_context_size")
                    || shown.contains("available context size");
            return new UpstreamError(shown, status, tokens, length, exceeded);
        }

        private static String text(JsonParser json, @Nullable JsonToken value, String otherwise) {
            if (value == JsonToken.VALUE_STRING) {
                return json.getString();
            }
            json.skipChildren();
            return otherwise;
        }

        private static int number(JsonParser json, @Nullable JsonToken value, int otherwise) {
            if (value == JsonToken.VALUE_NUMBER_INT) {
                return json.getIntValue();
            }
            json.skipChildren();
            return otherwise;
        }
    }
}
