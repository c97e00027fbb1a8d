package dev.outcrop.wire.vectors;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.eventstream.Frame;
import dev.outcrop.wire.eventstream.FrameDecoder;
import dev.outcrop.wire.eventstream.HeaderValue;
import dev.outcrop.wire.model.ApiModel;
import dev.outcrop.wire.sigv4.CanonicalRequest;
import dev.outcrop.wire.sigv4.CredentialScope;
import dev.outcrop.wire.sigv4.EventSignatures;
import dev.outcrop.wire.sigv4.Signatures;
import dev.outcrop.wire.sigv4.SigningKey;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests recorded from unmodified SDKs: each is routed, bound and validated, and its signature is computed again. */
class SdkRequestsTest {
    private static final JsonNode FILE = Vectors.json("wire/sdk-requests.json");
    private static final Service SERVICE = new Service(
            ApiModel.load("/dev/outcrop/wire/model/bedrock-runtime.json"),
            ApiModel.load("/dev/outcrop/wire/model/bedrock.json"));

    private record Recorded(JsonNode node) {
        String method() {
            return node.path("method").stringValue();
        }

        String target() {
            return node.path("target").stringValue();
        }

        List<Map.Entry<String, String>> headers() {
            List<Map.Entry<String, String>> headers = new ArrayList<>();
            node.path("headers")
                    .forEach(pair -> headers.add(
                            Map.entry(pair.get(0).stringValue(), pair.get(1).stringValue())));
            return headers;
        }

        byte[] body() {
            return Base64.getDecoder().decode(node.path("body_base64").asString(""));
        }

        String header(String name) {
            return String.valueOf(new Service.Headers(headers()).get(name));
        }
    }

    private static Stream<Recorded> requests() {
        List<Recorded> requests = new ArrayList<>();
        FILE.path("requests").forEach(node -> requests.add(new Recorded(node)));
        return requests.stream();
    }

    @Test
    void allAreThere() {
        assertThat(requests()).hasSize(31);
    }

    @TestFactory
    Stream<DynamicTest> eachReachesItsOperation() {
        return requests().map(request -> DynamicTest.dynamicTest(
                request.node.path("client").stringValue() + " " + request.method() + " " + request.target(), () -> {
                    Service.Accepted accepted = SERVICE.accept(request.method(), request.target(), request.headers(),
                            request.body());
                    assertThat(accepted.operation().name()).isEqualTo(expectedOperation(request));
                    checkMembers(accepted.operation().name(), accepted.input(), request);
                }));
    }

    private static String expectedOperation(Recorded request) {
        String path = request.target().split("\\?")[0];
        String last = path.substring(path.lastIndexOf('/') + 1);
        return switch (last) {
            case "invoke" -> "InvokeModel";
            case "invoke-with-response-stream" -> "InvokeModelWithResponseStream";
            case "invoke-with-bidirectional-stream" -> "InvokeModelWithBidirectionalStream";
            case "converse" -> "Converse";
            case "async-invoke" -> "ListAsyncInvokes";
            case "foundation-models" -> "ListFoundationModels";
            case "provisioned-model-throughput" -> "CreateProvisionedModelThroughput";
            case "listTagsForResource" -> "ListTagsForResource";
            case "modelinvocations" -> "PutModelInvocationLoggingConfiguration";
            default -> path.startsWith("/async-invoke/") ? "GetAsyncInvoke" : "DeleteProvisionedModelThroughput";
        };
    }

    private static void checkMembers(String operation, BoundInput input, Recorded request) {
        switch (operation) {
            case "InvokeModel", "InvokeModelWithResponseStream" -> {
                assertThat(input.string("modelId"))
                        .isIn(
                                "vendor.model-v1:0",
                                "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef");
                assertThat(input.get("body")).isEqualTo(request.body());
                assertThat(String.valueOf(input.string("contentType"))).isEqualTo(request.header("content-type"));
                String accept = operation.equals("InvokeModel") ? "accept" : "x-amzn-bedrock-accept";
                assertThat(String.valueOf(input.string("accept"))).isEqualTo(request.header(accept));
                assertThat(String.valueOf(input.string("trace"))).isEqualTo(request.header("x-amzn-bedrock-trace"));
                assertThat(String.valueOf(input.string("guardrailIdentifier")))
                        .isEqualTo(request.header("x-amzn-bedrock-guardrailidentifier"));
            }
            case "InvokeModelWithBidirectionalStream" ->
                assertThat(input.asMap()).isEqualTo(Map.of("modelId", "vendor.model-v1:0"));
            case "Converse" -> {
                assertThat(input.string("modelId")).isEqualTo("us.vendor.model-v1:0");
                assertThat(input.list("messages")).isNotEmpty();
            }
            case "ListAsyncInvokes" -> {
                assertThat(input.integer("maxResults")).isEqualTo(5);
                assertThat(input.get("submitTimeAfter")).isEqualTo(Instant.parse("2024-01-01T00:00:00Z"));
                assertThat(input.string("sortBy")).isEqualTo("SubmissionTime");
            }
            case "GetAsyncInvoke" ->
                assertThat(input.string("invocationArn"))
                        .isEqualTo("arn:aws:bedrock:us-east-1:123456789012:async-invoke/abcdefabcdef");
            case "ListFoundationModels" ->
                assertThat(input.asMap()).isEqualTo(Map.of("byProvider", "Some Vendor", "byOutputModality", "TEXT"));
            case "CreateProvisionedModelThroughput" -> {
                assertThat(input.string("clientRequestToken")).isNotBlank();
                assertThat(input.string("modelId")).isNotBlank();
            }
            case "DeleteProvisionedModelThroughput" ->
                assertThat(input.string("provisionedModelId"))
                        .isEqualTo("arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef");
            case "ListTagsForResource" -> assertThat(input.string("resourceARN")).startsWith("arn:aws:bedrock:");
            case "PutModelInvocationLoggingConfiguration" ->
                assertThat(input.structure("loggingConfig")).isNotEmpty();
            default -> throw new AssertionError(operation);
        }
    }

    @TestFactory
    Stream<DynamicTest> eachSignatureIsComputedAgain() {
        return requests().filter(request -> request.node.has("expected")).map(request -> DynamicTest.dynamicTest(
                request.node.path("client").stringValue() + " " + request.method() + " " + request.target(),
                () -> checkSignature(request)));
    }

    private static void checkSignature(Recorded request) {
        JsonNode expected = request.node.path("expected");
        int question = request.target().indexOf('?');
        String authorization = request.header("authorization");
        String sentHash = new Service.Headers(request.headers()).get("x-amz-content-sha256");
        String payloadHash = sentHash == null ? Signatures.sha256(request.body()) : sentHash;
        assertThat(payloadHash).isEqualTo(expected.path("payloadHashUsed").stringValue());
        String canonical = CanonicalRequest.of(
                request.method(),
                question < 0 ? request.target() : request.target().substring(0, question),
                question < 0 ? null : request.target().substring(question + 1),
                request.headers(),
                List.of(between(authorization, "SignedHeaders=", ",").split(";")),
                payloadHash);
        assertThat(canonical).isEqualTo(expected.path("canonicalRequest").stringValue());
        String[] credential = between(authorization, "Credential=", ",").split("/");
        CredentialScope scope = new CredentialScope(credential[1], credential[2], credential[3]);
        String stringToSign = Signatures.stringToSign(request.header("x-amz-date"), scope, canonical);
        assertThat(stringToSign).isEqualTo(expected.path("stringToSign").stringValue());
        SigningKey key = SigningKey.derive(
                FILE.path("credentials").path("secretAccessKey").stringValue(), scope);
        String signature = key.sign(stringToSign);
        assertThat(signature)
                .isEqualTo(expected.path("signature").stringValue())
                .isEqualTo(authorization.substring(authorization.indexOf("Signature=") + 10));
        if (expected.has("frames")) {
            checkFrames(expected.path("frames"), request.body(), new EventSignatures(key, scope, signature));
        }
    }

    private static void checkFrames(JsonNode expected, byte[] body, EventSignatures chain) {
        List<Frame> frames = new ArrayList<>();
        new FrameDecoder().feed(body, 0, body.length, frames::add);
        assertThat(frames).hasSize(expected.size());
        for (int i = 0; i < frames.size(); i++) {
            Frame frame = frames.get(i);
            Instant date = frame.headers().get(":date") instanceof HeaderValue.Timestamp(Instant value)
                    ? value
                    : Instant.EPOCH;
            assertThat(chain.stringToSign(date, frame.payload()))
                    .isEqualTo(expected.get(i).path("stringToSign").stringValue());
            String signature = chain.next(date, frame.payload());
            assertThat(signature).isEqualTo(expected.get(i).path("signature").stringValue());
            assertThat(frame.headers().get(":chunk-signature"))
                    .isEqualTo(new HeaderValue.Bytes(HexFormat.of().parseHex(signature)));
        }
    }

    private static String between(String text, String before, String after) {
        int from = text.indexOf(before) + before.length();
        return text.substring(from, text.indexOf(after, from));
    }
}
