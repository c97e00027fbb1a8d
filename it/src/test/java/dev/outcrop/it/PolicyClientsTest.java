package dev.outcrop.it;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

import dev.outcrop.access.identity.Credential;
import dev.outcrop.access.policy.PolicySet;
import dev.outcrop.server.testing.TestCallers;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.AccessDeniedException;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

import static dev.outcrop.server.testing.TestCallers.named;
import static dev.outcrop.server.testing.TestCallers.policy;
import static dev.outcrop.server.testing.TestCallers.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What callers of the Java SDK see of policies: its own exceptions, with the service's words. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyClientsTest {
    private static final String MODEL = "meta.llama3-8b-instruct-v1:0";
    private static final String ARN = "arn:aws:bedrock:us-east-1::foundation-model/" + MODEL;
    private static final SdkBytes BODY = SdkBytes.fromUtf8String("{\"prompt\":\"Hello\"}");
    private static final Message HELLO = Message.builder()
            .role(ConversationRole.USER)
            .content(ContentBlock.fromText("Hello"))
            .build();
    private static final StaticCredentialsProvider CREDENTIALS = StaticCredentialsProvider
            .create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "example"));

    private final TestCallers callers = new TestCallers();
    private final TestServer server = new TestServer(callers);

    @AfterAll
    void stop() {
        server.close();
    }

    private BedrockRuntimeClient client(String caller) {
        return BedrockRuntimeClient.builder()
                .endpointOverride(server.uri(""))
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .httpClientBuilder(ApacheHttpClient.builder())
                .overrideConfiguration(configuration -> configuration.putHeader(TestCallers.HEADER, caller))
                .build();
    }

    private static void assertDenied(AccessDeniedException failure, String message) {
        assertThat(failure.awsErrorDetails().errorMessage()).isEqualTo(message);
        assertThat(failure.statusCode()).isEqualTo(403);
        assertThat(failure.requestId()).isNotBlank();
    }

    @Test
    void denialsAreTheSdksOwnExceptions() {
        callers.user("stranger", PolicySet.of());
        try (BedrockRuntimeClient client = client("stranger")) {
            assertThatExceptionOfType(AccessDeniedException.class)
                    .isThrownBy(() -> client.invokeModel(r -> r.modelId(MODEL).body(BODY)))
                    .satisfies(failure -> assertDenied(
                            failure,
                            "User: arn:aws:iam::123456789012:user/stranger is not authorized to perform:"
                                    + " bedrock:InvokeModel on resource: " + ARN
                                    + " because no identity-based policy allows the bedrock:InvokeModel action"));
        }
    }

    @Test
    void whoeverMayInvokeNeedNotBeAllowedToStream() throws Exception {
        callers.user("whole", policy(statement("Allow", "bedrock:InvokeModel", ARN)));
        try (BedrockRuntimeClient client = client("whole");
                BedrockRuntimeAsyncClient async = BedrockRuntimeAsyncClient.builder()
                        .endpointOverride(server.uri(""))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(CREDENTIALS)
                        .httpClientBuilder(NettyNioAsyncHttpClient.builder())
                        .overrideConfiguration(configuration -> configuration.putHeader(TestCallers.HEADER, "whole"))
                        .build()) {
            assertThat(client.invokeModel(r -> r.modelId(MODEL).body(BODY)).body().asUtf8String())
                    .contains("generation");
            assertThat(client.converse(r -> r.modelId(MODEL).messages(HELLO)).stopReasonAsString()).isNotBlank();
            var handler = InvokeModelWithResponseStreamResponseHandler.builder()
                    .subscriber(event -> {})
                    .build();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(async.invokeModelWithResponseStream(r -> r.modelId(MODEL).body(BODY), handler)::get)
                    .withCauseInstanceOf(AccessDeniedException.class)
                    .satisfies(failure -> assertDenied(
                            (AccessDeniedException) Objects.requireNonNull(failure.getCause()),
                            "User: arn:aws:iam::123456789012:user/whole is not authorized to perform:"
                                    + " bedrock:InvokeModelWithResponseStream on resource: " + ARN
                                    + " because no identity-based policy allows the"
                                    + " bedrock:InvokeModelWithResponseStream action"));
        }
    }

    @Test
    void guardrailsCanBeForced() {
        String guardrail = "arn:aws:bedrock:us-east-1:123456789012:guardrail/abcdefghijkl";
        callers.user(
                "guarded",
                policy(
                        statement("Allow", "bedrock:InvokeModel", "*"),
                        statement(
                                "Deny",
                                "bedrock:InvokeModel",
                                "*",
                                "{\"StringNotEquals\":{\"bedrock:GuardrailIdentifier\":\"" + guardrail + ":1\"}}")));
        try (BedrockRuntimeClient client = client("guarded")) {
            assertThatExceptionOfType(AccessDeniedException.class)
                    .isThrownBy(() -> client.invokeModel(r -> r.modelId(MODEL).body(BODY)))
                    .satisfies(failure -> assertDenied(
                            failure,
                            "User: arn:aws:iam::123456789012:user/guarded is not authorized to perform:"
                                    + " bedrock:InvokeModel on resource: " + ARN
                                    + " with an explicit deny in an identity-based policy"));
            // The right guardrail passes that statement; what is missing then is leave to apply it.
            assertThatExceptionOfType(AccessDeniedException.class)
                    .isThrownBy(() -> client.converse(r -> r.modelId(MODEL)
                            .messages(HELLO)
                            .guardrailConfig(g -> g.guardrailIdentifier("abcdefghijkl").guardrailVersion("1"))))
                    .satisfies(failure -> assertDenied(
                            failure,
                            "User: arn:aws:iam::123456789012:user/guarded is not authorized to perform:"
                                    + " bedrock:ApplyGuardrail on resource: " + guardrail
                                    + " because no identity-based policy allows the bedrock:ApplyGuardrail action"));
        }
    }

    @Test
    void sessionsAndApiKeysReadTheirDenialsToo() {
        String invoking = policy(statement("Allow", "bedrock:InvokeModel", "*"));
        callers.session(
                "analyst",
                "ana",
                PolicySet.of(
                        List.of(named(invoking)), null, List.of(named(policy(statement("Allow", "s3:*", "*"))))),
                null);
        callers.user(
                "keyed",
                PolicySet.of(named(invoking)),
                Map.of(),
                new Credential(Credential.Means.LONG_TERM_KEY, "BedrockAPIKey-test", null));
        try (BedrockRuntimeClient session = client("ana"); BedrockRuntimeClient keyed = client("keyed")) {
            assertThatExceptionOfType(AccessDeniedException.class)
                    .isThrownBy(() -> session.invokeModel(r -> r.modelId(MODEL).body(BODY)))
                    .satisfies(failure -> assertDenied(
                            failure,
                            "User: arn:aws:sts::123456789012:assumed-role/analyst/ana is not authorized to perform:"
                                    + " bedrock:InvokeModel on resource: " + ARN
                                    + " because no session policy allows the bedrock:InvokeModel action"));
            assertThatExceptionOfType(AccessDeniedException.class)
                    .isThrownBy(() -> keyed.invokeModel(r -> r.modelId(MODEL).body(BODY)))
                    .satisfies(failure -> assertDenied(
                            failure,
                            "User: arn:aws:iam::123456789012:user/keyed is not authorized to perform:"
                                    + " bedrock:CallWithBearerToken on resource: * because no identity-based policy"
                                    + " allows the bedrock:CallWithBearerToken action"));
        }
    }
}
