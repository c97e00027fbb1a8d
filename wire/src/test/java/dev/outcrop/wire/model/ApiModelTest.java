package dev.outcrop.wire.model;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ApiModelTest {
    private static final ApiModel RUNTIME = ApiModel.load("/dev/outcrop/wire/model/bedrock-runtime.json");
    private static final ApiModel CONTROL = ApiModel.load("/dev/outcrop/wire/model/bedrock.json");

    @Test
    void everythingIsRead() {
        assertThat(RUNTIME.operations()).hasSize(10);
        assertThat(RUNTIME.shapes()).hasSize(343);
        assertThat(CONTROL.operations()).hasSize(106);
        assertThat(CONTROL.shapes()).hasSize(895);
    }

    @Test
    void everyReferenceResolves() {
        for (ApiModel model : List.of(RUNTIME, CONTROL)) {
            for (Shape shape : model.shapes()) {
                switch (shape) {
                    case Shape.Structure structure ->
                        structure.members().forEach(member -> assertThat(member.shape()).isNotNull());
                    case Shape.Sequence sequence ->
                        assertThat(sequence.member().shape()).isNotNull();
                    case Shape.Mapping mapping -> {
                        assertThat(mapping.key().shape()).isInstanceOf(Shape.Text.class);
                        assertThat(mapping.value().shape()).isNotNull();
                    }
                    default -> {
                        // refers to nothing
                    }
                }
            }
        }
    }

    @Test
    void theLabelsOfATemplateAreTheMembersOfItsInput() {
        for (ApiModel model : List.of(RUNTIME, CONTROL)) {
            for (Operation operation : model.operations()) {
                Set<String> template = new HashSet<>(Pattern.compile("\\{(\\w+)}")
                        .matcher(operation.uri())
                        .results()
                        .map((MatchResult match) -> match.group(1))
                        .toList());
                Set<String> labels = new HashSet<>();
                if (operation.input() != null) {
                    operation.input().members().stream()
                            .filter(member -> member.location() == Member.Location.LABEL)
                            .forEach(member -> labels.add(member.wireName()));
                }
                assertThat(labels).as(operation.name()).isEqualTo(template);
            }
        }
    }

    @Test
    void oneOperationInFull() {
        Operation invoke = RUNTIME.operation("InvokeModel");
        assertThat(invoke.service()).isEqualTo("Amazon Bedrock Runtime");
        assertThat(invoke.method()).isEqualTo("POST");
        assertThat(invoke.uri()).isEqualTo("/model/{modelId}/invoke");
        assertThat(invoke.status()).isEqualTo(200);
        assertThat(invoke.errors()).contains("ThrottlingException", "ValidationException");
        Shape.Structure input = (Shape.Structure) RUNTIME.shape("InvokeModelRequest").orElseThrow();
        assertThat(invoke.input()).isSameAs(input);
        assertThat(input.payload()).isEqualTo("body");
        Member trace = input.member("trace").orElseThrow();
        assertThat(trace.location()).isEqualTo(Member.Location.HEADER);
        assertThat(trace.wireName()).isEqualTo("X-Amzn-Bedrock-Trace");
        assertThat(((Shape.Text) trace.shape()).values()).containsExactly("ENABLED", "DISABLED", "ENABLED_FULL");
        Shape.Blob body = (Shape.Blob) input.member("body").orElseThrow().shape();
        assertThat(body.bounds()).isEqualTo(new Shape.Bounds(0.0, 25_000_000.0));
        assertThat(body.sensitive()).isTrue();
    }

    @Test
    void traitsOfShapes() {
        assertThat(((Shape.Structure) RUNTIME.shape("ContentBlock").orElseThrow()).union()).isTrue();
        assertThat(((Shape.Structure) RUNTIME.shape("ResponseStream").orElseThrow()).eventStream()).isTrue();
        assertThat(((Shape.Timestamp) RUNTIME.shape("Timestamp").orElseThrow()).format())
                .isEqualTo(Shape.Timestamp.Format.ISO_8601);
        assertThat(CONTROL.operation("CreateGuardrail").status()).isEqualTo(202);
        Shape.Structure create = (Shape.Structure) CONTROL.shape("CreateEvaluationJobRequest").orElseThrow();
        assertThat(create.member("clientRequestToken").orElseThrow().idempotencyToken()).isTrue();
    }

    @Test
    void brokenModelsAreRefused() {
        assertThatThrownBy(() -> ApiModel.of("""
                {"operations": {}, "shapes": {"A": {"type": "complex"}}}""".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("complex");
        assertThatThrownBy(() -> ApiModel.of("""
                {"operations": {"A": {"method": "GET", "uri": "/", "input": "B"}}, "shapes": {}}""".getBytes(UTF_8)))
                .hasMessageContaining("B");
        assertThatThrownBy(() -> ApiModel.load("/none.json")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RUNTIME.operation("None")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void amendmentsReplaceShapesAndNothingElse() {
        ApiModel plain = ApiModel.load("/dev/outcrop/wire/model/bedrock.json");
        ApiModel amended = ApiModel.load(
                "/dev/outcrop/wire/model/bedrock.json", "/dev/outcrop/wire/model/bedrock-amendments.json");
        assertThat(amended.operations()).hasSameSizeAs(plain.operations());
        assertThat(amended.shapes()).hasSameSizeAs(plain.shapes());
        assertThat(longestDefinition(plain)).isEqualTo(new Shape.Bounds(1.0, 200.0));
        assertThat(longestDefinition(amended)).isEqualTo(new Shape.Bounds(1.0, null));
    }

    /** As the operation's own input has it. */
    private static Shape.Bounds longestDefinition(ApiModel model) {
        Shape.Structure input = Objects.requireNonNull(model.operation("CreateGuardrail").input());
        Shape.Structure policy = (Shape.Structure) input.member("topicPolicyConfig").orElseThrow().shape();
        Shape.Sequence topics = (Shape.Sequence) policy.member("topicsConfig").orElseThrow().shape();
        Shape.Structure topic = (Shape.Structure) topics.member().shape();
        return ((Shape.Text) topic.member("definition").orElseThrow().shape()).bounds();
    }
}
