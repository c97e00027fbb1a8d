package dev.outcrop.wire.vectors;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import dev.outcrop.wire.bind.BoundResponse;
import dev.outcrop.wire.bind.ResponseBinder;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.model.ApiModel;
import dev.outcrop.wire.model.Operation;
import dev.outcrop.wire.model.Shape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The restJson1 protocol tests of Smithy, as far as they speak of servers, on the model that {@code derive_model.py} made
 * of their shapes.
 */
class RestJsonVectorsTest {
    private static final ApiModel MODEL = ApiModel.of(Vectors.bytes("restjson1/model.json"));
    private static final Service SERVICE = new Service(MODEL);

    @TestFactory
    Stream<DynamicTest> requestsAreRead() {
        return Vectors.tests("request", RestJsonVectorsTest::readsRequest);
    }

    private static void readsRequest(JsonNode node) {
        StringBuilder target = new StringBuilder(node.path("uri").stringValue());
        node.path("queryParams")
                .forEach(parameter -> target.append(target.indexOf("?") < 0 ? '?' : '&')
                        .append(parameter.stringValue()));
        Service.Accepted accepted = SERVICE.accept(
                node.path("method").stringValue(),
                target.toString(),
                headers(node),
                node.path("body").asString("").getBytes(UTF_8));
        assertThat(accepted.operation().name()).isEqualTo(node.path("shape").stringValue());
        Shape.Structure input = accepted.operation().input();
        Object expected = input == null ? Map.of() : Params.structure(input, node.path("params"));
        assertThat(Params.comparable(accepted.input().asMap())).isEqualTo(Params.comparable(expected));
    }

    @TestFactory
    Stream<DynamicTest> responsesAreWritten() {
        return Vectors.tests("response", RestJsonVectorsTest::writesResponse);
    }

    private static void writesResponse(JsonNode node) {
        String name = node.path("shape").stringValue();
        Operation operation = MODEL.operations().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElse(null);
        BoundResponse response;
        if (operation == null) {
            Shape.Structure error = (Shape.Structure) MODEL.shape(name).orElseThrow();
            int status = Objects.requireNonNull(error.error()).status();
            response = new ResponseBinder().bind(error, status, Params.structure(error, node.path("params")));
        } else {
            Shape.Structure output = operation.output();
            response = new ResponseBinder()
                    .bind(operation, output == null ? Map.of() : Params.structure(output, node.path("params")));
        }
        assertThat(response.status()).isEqualTo(node.path("code").intValue());
        node.path("headers").properties().forEach(header -> {
            switch (header.getKey().toLowerCase(Locale.ROOT)) {
                case "content-type" -> assertThat(contentType(response)).isEqualTo(header.getValue().stringValue());
                case "x-amzn-errortype" -> assertThat(name).isEqualTo(header.getValue().stringValue().split(":")[0]);
                case "content-length" ->
                    assertThat(response.body()).hasSize(Integer.parseInt(header.getValue().stringValue()));
                default ->
                    assertThat(response.headers()).containsEntry(header.getKey(), header.getValue().stringValue());
            }
        });
        node.path("forbidHeaders")
                .forEach(header -> assertThat(response.headers()).doesNotContainKey(header.stringValue()));
        if (node.path("bodyMediaType").asString("").equals("application/json")) {
            assertThat(JsonMapper.shared().readTree(response.body()))
                    .isEqualTo(JsonMapper.shared().readTree(node.path("body").stringValue()));
        } else if (node.has("body")) {
            assertThat(new String(response.body(), UTF_8)).isEqualTo(node.path("body").stringValue());
        }
    }

    private static @Nullable String contentType(BoundResponse response) {
        return response.headers().getOrDefault("Content-Type", response.contentType());
    }

    @TestFactory
    Stream<DynamicTest> malformedRequestsAreRejected() {
        return Vectors.tests("malformed", RestJsonVectorsTest::rejects);
    }

    @TestFactory
    Stream<DynamicTest> violatedConstraintsAreRejected() {
        return Vectors.tests("validation", RestJsonVectorsTest::rejects);
    }

    private static void rejects(JsonNode node) {
        JsonNode request = node.path("request");
        StringBuilder target = new StringBuilder(request.path("uri").stringValue());
        request.path("queryParams")
                .forEach(parameter -> target.append(target.indexOf("?") < 0 ? '?' : '&')
                        .append(parameter.stringValue()));
        ServiceException failure = catchThrowableOfType(
                ServiceException.class,
                () -> SERVICE.accept(
                        request.path("method").stringValue(),
                        target.toString(),
                        headers(request),
                        request.path("body").asString("").getBytes(UTF_8)));
        JsonNode response = node.path("response");
        assertThat(failure).isNotNull();
        assertThat(failure.status()).isEqualTo(response.path("code").intValue());
        assertThat(failure.code())
                .isEqualTo(response.path("headers").path("x-amzn-errortype").stringValue());
    }

    @Test
    void onlyKnownCasesAreLeftOut() {
        Set<String> ids = new HashSet<>();
        List.of("request", "response", "malformed", "validation", "event-stream")
                .forEach(file -> ids.addAll(Vectors.serverCases(file).keySet()));
        assertThat(ids).containsAll(Vectors.leftOut());
    }

    private static List<Map.Entry<String, String>> headers(JsonNode node) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        node.path("headers")
                .properties()
                .forEach(header -> headers.add(
                        Map.entry(header.getKey(), header.getValue().stringValue())));
        return headers;
    }
}
