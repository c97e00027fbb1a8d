package dev.outcrop.server.http;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.outcrop.server.testing.TestServer;

/** What a stream of the scripted model says. */
final class Streams {
    private Streams() {}

    /** The text in a Llama stream, which must be whole and end with a stop reason. */
    static String text(byte[] body) {
        var frames = TestServer.frames(body);
        if (!TestServer.chunk(frames.getLast()).path("stop_reason").isString()) {
            throw new AssertionError("The stream does not end with a stop reason.");
        }
        return frames.stream()
                .map(frame -> TestServer.chunk(frame).path("generation").asString(""))
                .collect(Collectors.joining());
    }

    /** The text of a script with so many tokens. */
    static String tokens(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(token -> "token" + token + " ").collect(Collectors.joining());
    }
}
