package dev.outcrop.server.testing;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

import static dev.outcrop.server.testing.TestServer.code;
import static dev.outcrop.server.testing.TestServer.json;
import static dev.outcrop.server.testing.TestServer.message;
import static org.assertj.core.api.Assertions.assertThat;

/** Control-plane calls to a server, as tests of several kinds of resources make them. */
public final class Account {

    /** What ARNs of the account begin with. */
    public static final String PLACE = "arn:aws:bedrock:us-east-1:123456789012:";

    /** What ARNs of foundation models begin with. */
    public static final String FOUNDATION = "arn:aws:bedrock:us-east-1::foundation-model/";

    private final TestServer server;

    public Account(TestServer server) {
        this.server = server;
    }

    /** A text as one segment of a path. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The answer of a call that succeeds. */
    public JsonNode call(int status, String method, String target, String body) throws Exception {
        HttpResponse<byte[]> response = server.send(method, target, body.replace('\'', '"'));
        assertThat(response.statusCode()).as("%s %s %s: %s", method, target, body, message(response))
                .isEqualTo(status);
        return json(response);
    }

    /** A call that is refused; the message says this among other things. */
    public void refused(String code, int status, String words, String method, String target, String body)
            throws Exception {
        HttpResponse<byte[]> response = server.send(method, target, body.replace('\'', '"'));
        assertThat(message(response)).as("%s %s %s", method, target, body).contains(words);
        assertThat(code(response)).isEqualTo(code);
        assertThat(response.statusCode()).isEqualTo(status);
    }

    /** The body of a call until a member has a value: for what becomes so by itself. */
    public JsonNode until(String target, String member, String value) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (true) {
            JsonNode answer = call(200, "GET", target, "");
            if (answer.path(member).asString("").equals(value) || Instant.now().isAfter(end)) {
                assertThat(answer.path(member).asString("")).isEqualTo(value);
                return answer;
            }
            Thread.onSpinWait();
        }
    }

    /** One member of every entry of a list, over all its pages. */
    public List<String> list(String target, String list, String member) throws Exception {
        List<String> found = new ArrayList<>();
        String next = "";
        do {
            String token = next.isEmpty() ? "" : (target.contains("?") ? "&" : "?") + "nextToken=" + encoded(next);
            JsonNode page = call(200, "GET", target + token, "");
            page.path(list).forEach(entry -> found.add(entry.path(member).asString("")));
            next = page.path("nextToken").asString("");
        } while (!next.isEmpty());
        return found;
    }

    /** Tags a resource, reads its tags, and takes one off. */
    public void tagsWork(String arn, String first) throws Exception {
        String resource = "{'resourceARN':'" + arn + "'";
        assertThat(call(200, "POST", "/listTagsForResource", resource + "}").path("tags").toString())
                .isEqualTo(("[{'key':'team','value':'" + first + "'}]").replace('\'', '"'));
        call(200, "POST", "/tagResource", resource + ",'tags':[{'key':'team','value':'red'},{'key':'b','value':''}]}");
        call(200, "POST", "/untagResource", resource + ",'tagKeys':['b']}");
        assertThat(call(200, "POST", "/listTagsForResource", resource + "}").path("tags").toString())
                .isEqualTo("[{'key':'team','value':'red'}]".replace('\'', '"'));
        refused("ValidationException", 400, "aws:", "POST", "/tagResource",
                resource + ",'tags':[{'key':'aws:x','value':'1'}]}");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            many.append(i == 0 ? "" : ",").append("{'key':'k").append(i).append("','value':'v'}");
        }
        refused("TooManyTagsException", 400, "50", "POST", "/tagResource", resource + ",'tags':[" + many + "]}");
    }
}
