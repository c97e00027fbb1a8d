package dev.outcrop.engines.remote.sse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SseParserTest {
    private static final int LIMIT = 1_000;

    @Test
    void linesEndWithAnyLineBreak() {
        assertThat(parse("data: a\n\ndata: b\r\rdata: c\r\n\r\n")).containsExactly("|a", "|b", "|c");
    }

    @Test
    void dataLinesAreJoined() {
        assertThat(parse("data: a\ndata\ndata:b\ndata:  c\n\n")).containsExactly("|a\n\nb\n c");
    }

    @Test
    void typesAreTold() {
        assertThat(parse("event: error\ndata: x\n\ndata: y\n\n")).containsExactly("error|x", "|y");
    }

    @Test
    void commentsAndOtherFieldsArePassedOver() {
        assertThat(parse(": ping\n\nid: 1\nretry: 3\ndata: a\nfoo\ndatafoo: b\n\n")).containsExactly("|a");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstField() {
        assertThat(parse("\uFEFFdata: a\n\n\uFEFFdata: b\n\n")).containsExactly("|a");
    }

    @Test
    void emptyEventsAreNone() {
        assertThat(parse("\n\n\ndata:\n\nevent: a\n\ndata: b\n\n")).containsExactly("|b");
    }

    @Test
    void whatTheEndCutsOffIsDelivered() {
        assertThat(parse("data: a\n\ndata: [DONE]")).containsExactly("|a", "|[DONE]");
        assertThat(parse("data: a\n\ndata: [DONE]\n")).containsExactly("|a", "|[DONE]");
    }

    @Test
    void longLinesAndEventsAreErrors() {
        String long1 = "data: " + "x".repeat(LIMIT);
        assertThatThrownBy(() -> parse(long1 + "\n\n")).isInstanceOf(MalformedSseException.class);
        assertThatThrownBy(() -> parse(": " + "x".repeat(LIMIT))).isInstanceOf(MalformedSseException.class);
        assertThatThrownBy(() -> parse(("data: " + "x".repeat(LIMIT / 2) + "\n").repeat(3)))
                .isInstanceOf(MalformedSseException.class);
    }

    @Test
    void aLineWithoutEndCostsNoMoreThanTheLimit() {
        SseParser parser = new SseParser(LIMIT);
        byte[] part = "x".repeat(100).getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> {
            for (int i = 0; i < 11; i++) {
                parser.feed(part, 0, part.length, (type, data, length) -> {});
            }
        }).isInstanceOf(MalformedSseException.class).hasMessageContaining("1000 bytes");
    }

    @Property(tries = 300)
    void splitsChangeNothing(@ForAll("streams") String stream, @ForAll long seed) {
        assertThat(parseInPieces(stream, seed)).isEqualTo(parse(stream));
    }

    @Property(tries = 300)
    void anyBytesAreReadOrRefused(@ForAll byte[] bytes, @ForAll long seed) {
        SseParser parser = new SseParser(64);
        try {
            feedInPieces(parser, bytes, new Random(seed), (type, data, length) -> assertThat(length).isBetween(1, 64));
        } catch (MalformedSseException e) {
            assertThat(e).hasMessageContaining("longer than 64 bytes");
        }
    }

    @Provide
    Arbitrary<String> streams() {
        return Arbitraries
                .of("data: ", "data", ":", "event:", "a", "é", "🙂", "\n", "\r", "\r\n", "\n\n", " ", "\uFEFF",
                        "[DONE]")
                .list().ofMaxSize(60).map(pieces -> String.join("", pieces));
    }

    private static List<String> parse(String stream) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        List<String> events = new ArrayList<>();
        SseParser parser = new SseParser(LIMIT);
        SseParser.Sink sink = (type, data, length) -> events
                .add(type + "|" + new String(data, 0, length, StandardCharsets.UTF_8));
        parser.feed(bytes, 0, bytes.length, sink);
        parser.end(sink);
        return events;
    }

    private static List<String> parseInPieces(String stream, long seed) {
        List<String> events = new ArrayList<>();
        feedInPieces(new SseParser(LIMIT), stream.getBytes(StandardCharsets.UTF_8), new Random(seed),
                (type, data, length) -> events.add(type + "|" + new String(data, 0, length, StandardCharsets.UTF_8)));
        return events;
    }

    private static void feedInPieces(SseParser parser, byte[] bytes, Random random, SseParser.Sink sink) {
        int from = 0;
        while (from < bytes.length) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(3));
            parser.feed(bytes, from, to, sink);
            from = to;
        }
        parser.end(sink);
    }
}
