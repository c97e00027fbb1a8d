package dev.outcrop.access.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.outcrop.access.signature.SignedRequest;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A request that tests change a part of. */
public record RawRequest(
        String method, String path, @Nullable String query, HeaderList headers, byte[] body, boolean readsEvents) {

    /** A raw HTTP request of the published suites. */
    public static RawRequest parse(String text) {
        int end = text.indexOf("\n\n");
        List<String> lines = (end < 0 ? text : text.substring(0, end)).lines().toList();
        // The target may hold spaces, so it ends at the last one.
        String first = lines.getFirst();
        String target = first.substring(first.indexOf(' ') + 1, first.lastIndexOf(' '));
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith(" ")) {
                // A folded line continues the header before, with white space between.
                Map.Entry<String, String> last = headers.removeLast();
                headers.add(Map.entry(last.getKey(), last.getValue() + " " + line.strip()));
            } else {
                int colon = line.indexOf(':');
                headers.add(Map.entry(line.substring(0, colon), line.substring(colon + 1)));
            }
        }
        return of(
                first.substring(0, first.indexOf(' ')),
                target,
                new HeaderList(headers),
                end < 0 ? new byte[0] : text.substring(end + 2).getBytes(UTF_8));
    }

    /** From a request target. */
    public static RawRequest of(String method, String target, HeaderList headers, byte[] body) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        return new RawRequest(
                method,
                path,
                question < 0 ? null : target.substring(question + 1),
                headers,
                body,
                path.endsWith("/invoke-with-bidirectional-stream"));
    }

    public RawRequest withMethod(String other) {
        return new RawRequest(other, path, query, headers, body, readsEvents);
    }

    public RawRequest withPath(String other) {
        return new RawRequest(method, other, query, headers, body, readsEvents);
    }

    public RawRequest withQuery(@Nullable String other) {
        return new RawRequest(method, path, other, headers, body, readsEvents);
    }

    public RawRequest withHeaders(HeaderList other) {
        return new RawRequest(method, path, query, other, body, readsEvents);
    }

    public RawRequest withBody(byte[] other) {
        return new RawRequest(method, path, query, headers, other, readsEvents);
    }

    public RawRequest with(String header, String value) {
        return withHeaders(headers.with(header, value));
    }

    /** As it came over cleartext. */
    public SignedRequest received() {
        return new SignedRequest(method, path, query, headers, body, false, readsEvents);
    }
}
