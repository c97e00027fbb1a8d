package dev.outcrop.families.mistral;

import java.util.List;

import dev.outcrop.families.Bodies;
import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Family;
import dev.outcrop.families.Finish;
import dev.outcrop.families.GeneratedText;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.families.prompt.InstructionTemplate;
import dev.outcrop.families.prompt.PromptText;
import dev.outcrop.families.schema.Violations;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.inference.Sampling;
import dev.outcrop.wire.error.ServiceException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.integer;
import static dev.outcrop.families.schema.Schema.listOf;
import static dev.outcrop.families.schema.Schema.nonEmptyText;
import static dev.outcrop.families.schema.Schema.number;
import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.text;

/**
 * Mistral text completion: a prompt, one output with its reason.
 *
 * <p>Fields, ranges and defaults per model: Amazon Bedrock user guide, "Mistral AI text completion".
 */
public final class MistralTextFamily implements Family {

    /** What differs between the models. */
    private record Limits(int maxTokens, int standardTokens, double temperature, double topP, int topK) {
        static Limits of(String modelId) {
            if (modelId.startsWith("mistral.mistral-7b")) {
                return new Limits(8_192, 512, 0.5, 0.9, 50);
            }
            if (modelId.startsWith("mistral.mixtral-8x7b")) {
                return new Limits(4_096, 512, 0.5, 0.9, 50);
            }
            return new Limits(8_192, 8_192, 0.7, 1, 0);
        }
    }

    @Override
    public Invocation parse(InvocationContext context, JsonNode body) {
        Limits limits = Limits.of(context.modelId());
        Violations.check(
                object()
                        .required("prompt", nonEmptyText())
                        .optional("max_tokens", integer(1, limits.maxTokens()))
                        .optional("stop", listOf(text(), 10))
                        .optional("temperature", number("0", "1"))
                        .optional("top_p", number("0", "1"))
                        .optional("top_k", integer(1, 200))
                        .closed(),
                body);
        Sampling sampling = Sampling.of(
                Bodies.number(body, "temperature", limits.temperature()),
                Bodies.integer(body, "top_k", limits.topK()),
                Bodies.number(body, "top_p", limits.topP()));
        return new Mistral(
                context,
                PromptText.of(body.path("prompt").stringValue(), InstructionTemplate.INSTANCE),
                sampling,
                Bodies.integer(body, "max_tokens", limits.standardTokens()),
                Bodies.stops(body, "stop"));
    }

    private static final class Mistral extends GeneratedText {

        Mistral(InvocationContext context, PromptText prompt, Sampling sampling, int maxTokens, List<String> stop) {
            super(context, prompt, sampling, maxTokens, stop);
        }

        private Mistral(InvocationContext context, PromptText prompt, GenerationRequest generation) {
            super(context, prompt, generation);
        }

        @Override
        protected TextInvocation with(PromptText other) {
            return new Mistral(context(), other, generation());
        }

        @Override
        public byte[] body(Answer answer, GenerationResult result) {
            String text = answer.text();
            return json(text, Finish.stopOrLength(result));
        }

        @Override
        public byte[] blockedBody(String message) {
            return json(message, "stop");
        }

        @Override
        public ChunkWriter chunks(ChunkSink sink) {
            return new ChunkWriter() {
                @Override
                public void start(int promptTokens) {}

                @Override
                public void text(String text, int outputTokens) {
                    if (!text.isEmpty()) {
                        sink.chunk(json(text, null), ChunkSink.Role.TEXT);
                    }
                }

                @Override
                public void end(GenerationResult result) {
                    sink.chunk(json("", Finish.stopOrLength(result)), ChunkSink.Role.LAST);
                }
            };
        }

        @Override
        public void blockedChunks(String message, ChunkSink sink) {
            sink.chunk(json(message, "stop"), ChunkSink.Role.LAST);
        }

        @Override
        public ServiceException promptTooLong(PromptTooLongException cause) {
            return Finish.contextLength(cause);
        }
    }

    private static byte[] json(String text, @Nullable String stopReason) {
        return JsonText.object(json -> {
            json.writeArrayPropertyStart("outputs");
            json.writeStartObject();
            json.writeStringProperty("text", text);
            JsonText.nullable(json, "stop_reason", stopReason);
            json.writeEndObject();
            json.writeEndArray();
        });
    }
}
