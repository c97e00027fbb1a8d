package dev.outcrop.engines.remote.sse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fuzzes what reads the events of upstreams.
 *
 * <p>In a normal build it runs on the stored inputs; with {@code JAZZER_FUZZ=1} it searches for new ones.
 */
class SseFuzzTest {
    private static final int LIMIT = 64;

    /** The same events, or the same refusal after the same events, whether the bytes come together or one by one. */
    @FuzzTest(maxDuration = "60s")
    void anyBytesAreReadAlikeHoweverCut(byte[] bytes) {
        List<String> whole = read(bytes, Math.max(1, bytes.length));
        assertThat(read(bytes, 1)).isEqualTo(whole);
        assertThat(read(bytes, 3)).isEqualTo(whole);
        assertThat(whole).allSatisfy(event -> assertThat(event.length()).isLessThanOrEqualTo(2 * LIMIT + 1));
    }

    private static List<String> read(byte[] bytes, int size) {
        List<String> events = new ArrayList<>();
        SseParser parser = new SseParser(LIMIT);
        SseParser.Sink sink = (type, data, length) -> events
                .add(type + "|" + new String(data, 0, length, StandardCharsets.UTF_8));
        try {
            for (int at = 0; at < bytes.length; at += size) {
                parser.feed(bytes, at, Math.min(bytes.length, at + size), sink);
            }
            parser.end(sink);
        } catch (MalformedSseException refused) {
            events.add("refused");
        }
        return events;
    }
}
