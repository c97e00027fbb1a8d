package dev.outcrop.server.http;

import dev.outcrop.server.ServerOptions;
import dev.outcrop.server.http.RawClient.Answer;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.outcrop.server.http.RawClient.INVOKE;
import static dev.outcrop.server.http.RawClient.PROMPT;
import static dev.outcrop.server.http.RawClient.STREAM;
import static dev.outcrop.server.http.RawClient.get;
import static dev.outcrop.server.http.RawClient.post;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(20)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http1Test {
    private static final String LENGTH_MESSAGE = "Value at 'body' failed to satisfy constraint: Member must have length less than or equal to ";

    private TestServer server = new TestServer();

    @BeforeAll
    void start() {
        server.close();
        server = new TestServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aConnectionServesRequestAfterRequest() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(post(INVOKE, PROMPT)).answer().text()).contains("token1 token2 token3");
                assertThat(TestServer.frames(client.send(post(STREAM, PROMPT)).answer().body())).hasSize(4);
                assertThat(client.send(get("/nothing")).answer().status()).isEqualTo(404);
            }
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send(post(STREAM, PROMPT) + post(INVOKE, PROMPT) + get("/nothing"));
            Answer stream = client.answer();
            assertThat(TestServer.frames(stream.body())).hasSize(4);
            Answer whole = client.answer();
            assertThat(whole.text()).contains("token1 token2 token3");
            assertThat(client.answer().status()).isEqualTo(404);
            assertThat(whole.headers().get("x-amzn-requestid"))
                    .isNotEqualTo(stream.headers().get("x-amzn-requestid"));
        }
    }

    @Test
    void aChunkedBodyIsReadWhole() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST " + INVOKE + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "5\r\n{\"pro\r\n");
            client.send("a;extension=1\r\nmpt\":\"Hi\"}\r\n0\r\nTrailer: 1\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.send(get("/foundation-models")).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatAsksIsToldToContinue() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST " + INVOKE + " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: "
                    + PROMPT.length() + "\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(100);
            assertThat(client.send(PROMPT).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatWouldBeTooLongIsRefusedInsteadOfContinued() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST " + INVOKE + " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                    + "Content-Length: 25000001\r\n\r\n");
            Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("ValidationException");
            assertThat(answer.text()).contains(LENGTH_MESSAGE + "25000000");
        }
    }

    @Test
    void anAnnouncedLengthOverTheLimitIsRefusedBeforeItArrives() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST " + INVOKE + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 25000001\r\n\r\n");
            Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains(LENGTH_MESSAGE + "25000000");
        }
    }

    /** What most clients do: they send all of it before they look at the answer. */
    @Test
    void aClientThatSendsATooLongBodyToItsEndStillReadsWhy() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST " + INVOKE + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 25000001\r\n\r\n");
            client.send(new byte[25_000_001]);
            assertThat(client.answer().text()).contains(LENGTH_MESSAGE + "25000000");
        }
    }

    @Test
    void aChunkedBodyIsRefusedOnceItIsOverTheLimit() throws Exception {
        try (TestServer small = new TestServer(ServerOptions.local().withMaxBodyBytes(1_000));
                RawClient client = new RawClient(small.port())) {
            client.send("POST " + INVOKE + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("3e8\r\n" + " ".repeat(1_000) + "\r\n1\r\n \r\n");
            Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains(LENGTH_MESSAGE + "1000");
        }
    }

    @Test
    void aBodyOfExactlyTheLimitIsServed() throws Exception {
        try (TestServer small = new TestServer(ServerOptions.local().withMaxBodyBytes(PROMPT.length()));
                RawClient client = new RawClient(small.port())) {
            assertThat(client.send(post(INVOKE, PROMPT)).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aRequestLineThatIsTooLongIsRefused() throws Exception {
        refused(get("/" + "a".repeat(20_000)), "The request line is too long.");
    }

    @Test
    void headersThatAreTooLargeAreRefused() throws Exception {
        refused(
                "GET / HTTP/1.1\r\nHost: localhost\r\nX-Large: " + "a".repeat(70_000) + "\r\n\r\n",
                "The request's headers are too large.");
    }

    @Test
    void whatIsNoHttpIsRefused() throws Exception {
        refused("\u0016\u0003\u0001 hello, this is not HTTP at all\r\n\r\n", "The request is not valid HTTP.");
    }

    @Test
    void aLengthThatIsNoNumberIsRefused() throws Exception {
        refused(
                "POST " + INVOKE + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n",
                "The request is not valid HTTP.");
    }

    private void refused(String request, String message) throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            Answer answer = client.send(request).answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("ValidationException");
            assertThat(answer.text()).isEqualTo("{\"message\":\"" + message + "\"}");
            client.awaitClosed();
        }
    }

    @ParameterizedTest
    @CsvSource({
            "POST, /model//invoke, 404, UnknownOperationException",
            "POST, /model/meta.llama3-8b-instruct-v1:0/invoke/, 404, UnknownOperationException",
            "POST, //model/meta.llama3-8b-instruct-v1:0/invoke, 404, UnknownOperationException",
            "POST, /model/arn:aws:bedrock:us-east-1::foundation-model/meta.llama3-8b-instruct-v1:0/invoke, 404, UnknownOperationException",
            "PUT, /model/meta.llama3-8b-instruct-v1:0/invoke, 404, UnknownOperationException",
            "GET, /model/meta.llama3-8b-instruct-v1:0/invoke, 404, UnknownOperationException",
            "DELETE, /foundation-models, 404, UnknownOperationException",
            "BREW, /foundation-models, 404, UnknownOperationException",
            "GET, /, 404, UnknownOperationException",
            "GET, /foundation-models/, 404, UnknownOperationException",
            "OPTIONS, *, 404, UnknownOperationException",
            "GET, http://localhost/nothing, 404, UnknownOperationException",
            "GET, /foundation-models, 200, ''",
            "GET, /foundation-models#fragment, 200, ''",
            "POST, /model/arn%3Aaws%3Abedrock%3Aus-east-1%3A%3Afoundation-model%2Fmeta.llama3-8b-instruct-v1%3A0/invoke, 200, ''",
            "POST, /model/meta.llama3-8b-instruct-v1:0/invoke?query=ignored, 200, ''",
            "POST, /model/meta.llama3-8b-instruct-v1%253A0/invoke, 400, ValidationException",
            "POST, /model/a%00b/invoke, 400, ValidationException",
            "POST, /model/a%zzb/invoke, 400, ValidationException",
            "POST, /model/a%4/invoke, 400, ValidationException",
            "POST, /model/a%ffb/invoke, 400, ValidationException"
    })
    void aPathIsSplitBeforeItIsDecoded(String method, String target, int status, String code) throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            String request = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n"
                    + (method.equals("POST") ? "Content-Length: " + PROMPT.length() + "\r\n\r\n" + PROMPT : "\r\n");
            Answer answer = client.send(request).answer();
            assertThat(answer.status()).as(answer.text()).isEqualTo(status);
            assertThat(answer.code()).isEqualTo(code);
            if (status == 404) {
                assertThat(answer.text())
                        .isEqualTo("{\"message\":\"The requested operation is not recognized by the service.\"}");
            }
            assertThat(client.send(get("/nothing")).answer().status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({
            "GET, /async-invoke, ListAsyncInvokes of Amazon Bedrock Runtime"
    })
    void anOperationThatIsNotBuiltNamesItself(String method, String target, String named) throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            Answer answer = client
                    .send(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
                    .answer();
            assertThat(answer.status()).isEqualTo(501);
            assertThat(answer.text()).contains(named + " is not available in this version of Outcrop.");
        }
    }

    @Test
    void aBasePathStandsInFrontOfEveryOperation() throws Exception {
        try (TestServer based = new TestServer(ServerOptions.local().withBasePath("/bedrock/api"));
                RawClient client = new RawClient(based.port())) {
            assertThat(client.send(post("/bedrock/api" + INVOKE, PROMPT)).answer().status()).isEqualTo(200);
            assertThat(client.send(get("/bedrock/api/foundation-models")).answer().status()).isEqualTo(200);
            for (String other : new String[]{"/foundation-models", "/bedrock/apifoundation-models", "/bedrock/api",
                    "/b"}) {
                assertThat(client.send(get(other)).answer().status()).as(other).isEqualTo(404);
            }
        }
    }
}
