package dev.outcrop.access.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A request that an unmodified SDK has sent, with the credentials it had. */
public record Recorded(JsonNode node, @Nullable String sessionToken) {

    /** Of {@code wire/sdk-requests.json}: those that are signed. */
    public static Stream<Recorded> signed() {
        JsonNode file = json("wire/sdk-requests.json");
        List<Recorded> requests = new ArrayList<>();
        file.path("requests").forEach(node -> {
            if (node.has("expected")) {
                requests.add(new Recorded(node, null));
            }
        });
        return requests.stream().map(each -> new Recorded(
                each.node, each.request().headers().get("x-amz-security-token")));
    }

    public static JsonNode json(String name) {
        try (InputStream in = Recorded.class.getResourceAsStream("/vectors/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no vector file " + name);
            }
            return JsonMapper.shared().readTree(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return node.path("client").stringValue() + " " + node.path("method").stringValue() + " "
                + node.path("target").stringValue();
    }

    public RawRequest request() {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        node.path("headers")
                .forEach(pair -> headers.add(Map.entry(pair.get(0).stringValue(), pair.get(1).stringValue())));
        return RawRequest.of(
                node.path("method").stringValue(),
                node.path("target").stringValue(),
                new HeaderList(headers),
                Base64.getDecoder().decode(node.path("body_base64").asString("")));
    }

    /** When it was signed. */
    public Instant at() {
        return instant(String.valueOf(request().headers().get("x-amz-date")));
    }

    public ExampleKeys keys() {
        return ExampleKeys.pair(sessionToken);
    }

    /** A date of the form {@code 20260101T000000Z}. */
    public static Instant instant(String amzDate) {
        return DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC).parse(
                amzDate, Instant::from);
    }
}
