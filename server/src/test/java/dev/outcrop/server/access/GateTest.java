package dev.outcrop.server.access;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.outcrop.access.policy.PolicySet;
import dev.outcrop.server.guardrail.Guardrails;
import dev.outcrop.server.relay.Credentials;
import dev.outcrop.server.relay.Destination;
import dev.outcrop.server.relay.PassThrough;
import dev.outcrop.server.relay.RemoteService;
import dev.outcrop.server.testing.TestCallers;
import dev.outcrop.server.testing.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import static dev.outcrop.server.testing.TestCallers.policy;
import static dev.outcrop.server.testing.TestCallers.statement;
import static dev.outcrop.server.testing.TestServer.code;
import static dev.outcrop.server.testing.TestServer.message;
import static org.assertj.core.api.Assertions.assertThat;

/** Calls that the real service answers leave only when their caller may make them. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateTest {
    private static final String MODEL = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0";
    private static final String CONVERSATION = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hello\"}]}]";

    private final Distant distant = new Distant();
    private final TestCallers callers = new TestCallers();
    private final TestServer server = new TestServer(
            callers,
            (gate, next) -> new PassThrough(
                    "",
                    id -> id.startsWith("amazon.nova-")
                            ? Optional.of(new Destination(distant, id))
                            : Optional.empty(),
                    Guardrails.none(),
                    InstantSource.system(),
                    gate,
                    next));

    @BeforeEach
    void forget() {
        distant.targets.clear();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private HttpResponse<byte[]> post(String caller, String operation, String body) throws Exception {
        return server.post(
                "/model/amazon.nova-lite-v1:0/" + operation,
                body,
                TestCallers.HEADER,
                caller,
                "content-type",
                "application/json");
    }

    @Test
    void whoMayInvokeIsHandedOn() throws Exception {
        callers.user("nova", policy(statement("Allow", "bedrock:InvokeModel", MODEL)));
        assertThat(post("nova", "invoke", "{}").statusCode()).isEqualTo(200);
        assertThat(post("nova", "converse", CONVERSATION + "}").statusCode()).isEqualTo(200);
        assertThat(distant.targets).containsExactly(
                "/model/amazon.nova-lite-v1:0/invoke", "/model/amazon.nova-lite-v1:0/converse");
    }

    @Test
    void nothingOfOthersLeaves() throws Exception {
        callers.user("stranger", PolicySet.of());
        for (String operation : List.of("invoke", "converse", "count-tokens")) {
            String body = operation.equals("count-tokens")
                    ? "{\"input\":{\"converse\":" + CONVERSATION + "}}}"
                    : CONVERSATION + "}";
            HttpResponse<byte[]> response = post("stranger", operation, body);
            String action = operation.equals("count-tokens") ? "bedrock:CountTokens" : "bedrock:InvokeModel";
            assertThat(code(response)).isEqualTo("AccessDeniedException");
            assertThat(message(response))
                    .isEqualTo("User: arn:aws:iam::123456789012:user/stranger is not authorized to perform: " + action
                            + " on resource: " + MODEL + " because no identity-based policy allows the " + action
                            + " action");
        }
        callers.user("whole", policy(statement("Allow", "bedrock:InvokeModel", "*")));
        assertThat(post("whole", "converse-stream", CONVERSATION + "}").statusCode()).isEqualTo(403);
        assertThat(post("whole", "invoke-with-response-stream", "{}").statusCode()).isEqualTo(403);
        assertThat(distant.targets).isEmpty();
    }

    @Test
    void guardrailsInBodiesCount() throws Exception {
        String guardrail = "arn:aws:bedrock:us-east-1:123456789012:guardrail/abc";
        callers.user(
                "guarded",
                policy(
                        statement("Allow", "bedrock:*", "*"),
                        statement(
                                "Deny",
                                "bedrock:InvokeModel",
                                "*",
                                "{\"StringNotEquals\":{\"bedrock:GuardrailIdentifier\":\"" + guardrail + ":1\"}}")));
        assertThat(post("guarded", "converse", CONVERSATION + "}").statusCode()).isEqualTo(403);
        assertThat(distant.targets).isEmpty();
        HttpResponse<byte[]> named = post(
                "guarded",
                "converse",
                CONVERSATION + ",\"guardrailConfig\":{\"guardrailIdentifier\":\"abc\",\"guardrailVersion\":\"1\"}}");
        assertThat(named.statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNoOperationIsNotHandedOn() throws Exception {
        callers.user("admin", policy(statement("Allow", "*", "*")));
        assertThat(post("admin", "anything", "{}").statusCode()).isEqualTo(404);
        assertThat(distant.targets).isEmpty();
    }

    /** The real service: answers everything, and remembers what it was asked. */
    private static final class Distant implements RemoteService {
        private final List<String> targets = new CopyOnWriteArrayList<>();

        @Override
        public String authority() {
            return "bedrock-runtime.us-east-1.amazonaws.com";
        }

        @Override
        public String region() {
            return "us-east-1";
        }

        @Override
        public Credentials credentials() {
            return new Credentials("AKIAIOSFODNN7EXAMPLE", "example", null);
        }

        @Override
        public Transfer send(
                String method,
                String target,
                List<Map.Entry<String, String>> headers,
                byte @Nullable [] body,
                Listener listener) {
            targets.add(target);
            listener.head(200, List.of(Map.entry("content-type", "application/json")));
            listener.part("{}".getBytes(StandardCharsets.UTF_8));
            listener.end();
            return new Transfer() {
                @Override
                public void pause() {}

                @Override
                public void resume() {}

                @Override
                public void cancel() {}
            };
        }
    }
}
