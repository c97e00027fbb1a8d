package dev.outcrop.it;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.outcrop.it.testing.NodeScript;
import dev.outcrop.it.testing.RunningOutcrop;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentFormat;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolChoice;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolInputSchema;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Converse through unmodified SDKs, answered by the embedded model. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConverseClientsTest {
    private static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0";

    private final RunningOutcrop outcrop = new RunningOutcrop(Path.of("target", "converse").toAbsolutePath());
    private final BedrockRuntimeClient runtime = outcrop.runtime();
    private final BedrockRuntimeAsyncClient async = outcrop.runtimeAsync();

    @AfterAll
    void stop() {
        runtime.close();
        async.close();
        outcrop.close();
    }

    private static Message user(ContentBlock... content) {
        return Message.builder().role(ConversationRole.USER).content(content).build();
    }

    private static Message asking(String text) {
        return user(ContentBlock.fromText(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {HAIKU, "amazon.titan-text-express-v1", "amazon.nova-micro-v1:0",
            "meta.llama3-8b-instruct-v1:0", "mistral.mistral-7b-instruct-v0:2", "mistral.mistral-large-2402-v1:0",
            "cohere.command-r-v1:0", "ai21.jamba-1-5-mini-v1:0", "openai.gpt-oss-20b-1:0", "us.deepseek.r1-v1:0"})
    void javaConversesWholeAndStreamed(String modelId) {
        ConverseResponse whole = runtime.converse(r -> r.modelId(modelId)
                .messages(asking("List three fruits."))
                .inferenceConfig(c -> c.maxTokens(30).temperature(0f)));
        assertThat(whole.output().message().role()).isEqualTo(ConversationRole.ASSISTANT);
        String text = whole.output().message().content().getFirst().text();
        assertThat(text).isNotBlank();
        assertThat(whole.stopReason()).isIn(StopReason.END_TURN, StopReason.MAX_TOKENS);
        assertThat(whole.usage().totalTokens())
                .isEqualTo(whole.usage().inputTokens() + whole.usage().outputTokens());
        assertThat(whole.metrics().latencyMs()).isNotNegative();
        assertThat(runtime.countTokens(r -> r.modelId(modelId.replace("us.", ""))
                .input(i -> i.converse(c -> c.messages(asking("List three fruits.")))))
                .inputTokens()).isEqualTo(whole.usage().inputTokens());

        List<String> order = new ArrayList<>();
        StringBuilder streamed = new StringBuilder();
        async.converseStream(
                r -> r.modelId(modelId)
                        .messages(asking("List three fruits."))
                        .inferenceConfig(c -> c.maxTokens(30).temperature(0f)),
                ConverseStreamResponseHandler.builder()
                        .subscriber(ConverseStreamResponseHandler.Visitor.builder()
                                .onMessageStart(event -> order.add("start " + event.roleAsString()))
                                .onContentBlockDelta(event -> streamed.append(event.delta().text()))
                                .onContentBlockStop(event -> order.add("stop " + event.contentBlockIndex()))
                                .onMessageStop(event -> order.add("end " + event.stopReasonAsString()))
                                .onMetadata(event -> order.add("usage " + event.usage().outputTokens()))
                                .build())
                        .build())
                .join();
        assertThat(streamed.toString()).isEqualTo(text);
        assertThat(order).containsExactly(
                "start assistant", "stop 0", "end " + whole.stopReasonAsString(),
                "usage " + whole.usage().outputTokens());
    }

    @Test
    void documentsAndErrorsAreTheSdksOwnTypes() {
        ConverseResponse answer = runtime.converse(r -> r.modelId(HAIKU)
                .system(SystemContentBlock.fromText("Answer briefly."))
                .messages(user(
                        ContentBlock.fromDocument(d -> d.name("Prices")
                                .format(DocumentFormat.CSV)
                                .source(s -> s
                                        .bytes(SdkBytes.fromString("item,price\npen,2\n", StandardCharsets.UTF_8)))),
                        ContentBlock.fromText("What is in the document?")))
                .inferenceConfig(c -> c.maxTokens(20)));
        assertThat(answer.usage().inputTokens()).isGreaterThan(20);
        assertThatThrownBy(() -> runtime.converse(r -> r.modelId(HAIKU)
                .messages(Message.builder()
                        .role(ConversationRole.ASSISTANT)
                        .content(ContentBlock.fromText("Hi"))
                        .build())))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("A conversation must start with a user message.");
    }

    @Test
    void aToolThatMustBeCalledIsCalledWithArgumentsThatFit() {
        Document schema = Document.mapBuilder()
                .putString("type", "object")
                .putDocument("properties", Document.mapBuilder()
                        .putDocument("days", Document.mapBuilder()
                                .putString("type", "integer")
                                .putNumber("minimum", 1)
                                .putNumber("maximum", 5)
                                .build())
                        .build())
                .putList("required", list -> list.addString("days"))
                .putBoolean("additionalProperties", false)
                .build();
        ConverseResponse answer = runtime.converse(r -> r.modelId(HAIKU)
                .messages(user(ContentBlock.fromText("How is the weather?")))
                .toolConfig(ToolConfiguration.builder()
                        .tools(Tool.fromToolSpec(t -> t.name("get_weather")
                                .description("Tells the weather")
                                .inputSchema(ToolInputSchema.fromJson(schema))))
                        .toolChoice(ToolChoice.fromTool(t -> t.name("get_weather")))
                        .build()));
        assertThat(answer.stopReasonAsString()).isEqualTo("tool_use");
        ToolUseBlock use = answer.output().message().content().getLast().toolUse();
        assertThat(use.name()).isEqualTo("get_weather");
        assertThat(Objects.requireNonNull(use.input().asMap().get("days")).asNumber().intValue()).isBetween(1, 5);
    }

    @Test
    void javaScriptConverses() throws Exception {
        List<JsonNode> lines = NodeScript.run(null, "converse.mjs", outcrop.endpoint());
        JsonNode whole = lines.get(0);
        assertThat(whole.at("/output/message/content/0/text").stringValue()).isNotBlank();
        assertThat(whole.at("/usage/totalTokens").intValue()).isPositive();
        JsonNode stream = lines.get(1);
        assertThat(stream.path("text").stringValue())
                .isEqualTo(whole.at("/output/message/content/0/text").stringValue());
        assertThat(stream.path("types").toString()).isEqualTo(
                "[\"messageStart\",\"contentBlockDelta\",\"contentBlockStop\",\"messageStop\",\"metadata\"]");
        JsonNode use = lines.get(2).at("/content").valueStream().toList().getLast().path("toolUse");
        for (JsonNode call : List.of(use, lines.get(3))) {
            assertThat(call.path("name").stringValue()).isEqualTo("get_weather");
            assertThat(call.path("toolUseId").stringValue()).matches("tooluse_[0-9A-Za-z]{22}");
            assertThat(call.at("/input/days").intValue()).isBetween(1, 5);
        }
        assertThat(lines.get(2).path("stopReason").stringValue()).isEqualTo("tool_use");
        assertThat(lines.get(3).path("stopReason").stringValue()).isEqualTo("tool_use");
        assertThat(lines.get(4).path("role").stringValue()).isEqualTo("assistant");
        assertThat(lines.get(5).path("inputTokens").intValue()).isEqualTo(whole.at("/usage/inputTokens").intValue());
        assertThat(lines.get(6).path("name").stringValue()).isEqualTo("ValidationException");
    }
}
