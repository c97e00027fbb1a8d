package dev.outcrop.server.runtime;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.outcrop.server.testing.ScriptedTextModel;
import dev.outcrop.server.testing.ScriptedTextModel.Script;
import dev.outcrop.server.testing.TestServer;
import dev.outcrop.wire.eventstream.Frame;
import dev.outcrop.wire.eventstream.FrameDecoder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A reader that stalls holds its model back, not the server's memory. */
class SlowReaderTest {

    /** Far above what socket buffers of both sides and one queue hold (a frame has some 250 bytes). */
    private static final int FAR_TOO_MANY = 200_000;
    private static final long HELD_BACK_MILLIS = 50;

    /**
     * Some 20 MB: more than the buffers of both sides hold, however far they grow. With a breath between tokens: a
     * connection that breaks lets go what waited for it, and a model without pace would be through before it is known.
     */
    private static final Script LONG = new Script(8_192, 0, null, 20_000,
            Collections.nCopies(8_192, "a".repeat(2_000)));
    private static final int SMALL_BUFFER = 8_192;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final String TITAN_BODY = "{\"inputText\":\"Hi\",\"textGenerationConfig\":{\"maxTokenCount\":8192}}";

    @Test
    void aStalledReaderPausesItsGenerationAndLosesNothing() throws Exception {
        try (TestServer server = new TestServer()) {
            server.model().script(LONG);
            try (Socket socket = connect(server)) {
                stall(server, socket);
                InputStream in = socket.getInputStream();
                readHead(in);
                assertThat(readFrames(in)).isGreaterThan(8_000);
            }
        }
    }

    @Test
    void aStalledReaderThatLeavesStopsItsGeneration() throws Exception {
        try (TestServer server = new TestServer()) {
            server.model().script(LONG);
            ScriptedTextModel.Run run;
            try (Socket socket = connect(server)) {
                run = stall(server, socket);
            }
            run.awaitCancelled();
        }
    }

    /** With little room for what is not read: grown buffers of both sides hold a whole answer, some 2 MB. */
    private static Socket connect(TestServer server) throws Exception {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        return socket;
    }

    /** Asks for a long stream and reads nothing of it until its model has been held back. */
    private static ScriptedTextModel.Run stall(TestServer server, Socket socket) throws Exception {
        socket.getOutputStream()
                .write(("POST /model/amazon.titan-tg1-large/invoke-with-response-stream HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Length: " + TITAN_BODY.length() + "\r\n\r\n" + TITAN_BODY)
                        .getBytes(StandardCharsets.US_ASCII));
        ScriptedTextModel.Run run = server.model().awaitRun();
        long begun = System.nanoTime();
        while (!isHeldBack(run)) {
            assertThat(run.produced()).isLessThan(FAR_TOO_MANY);
            assertThat(System.nanoTime() - begun).isLessThan(PATIENCE_NANOS);
        }
        return run;
    }

    /** Not for a moment, as by a full queue that the event loop empties, but for as long as nobody reads. */
    private static boolean isHeldBack(ScriptedTextModel.Run run) throws InterruptedException {
        int produced = run.produced();
        boolean paused = run.isPaused();
        Thread.sleep(HELD_BACK_MILLIS);
        return paused && run.isPaused() && run.produced() == produced;
    }

    private static void readHead(InputStream in) throws Exception {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        assertThat(head.toString()).startsWith("HTTP/1.1 200");
    }

    /** Reads a chunked body to its end. */
    private static int readFrames(InputStream in) throws Exception {
        FrameDecoder decoder = new FrameDecoder();
        List<Frame> frames = new ArrayList<>();
        while (true) {
            StringBuilder size = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                size.append((char) c);
            }
            int length = Integer.parseInt(size.toString().strip(), 16);
            byte[] data = in.readNBytes(length);
            in.readNBytes(2);
            if (length == 0) {
                assertThat(decoder.isInsideFrame()).isFalse();
                return frames.size();
            }
            decoder.feed(data, 0, length, frames::add);
        }
    }
}
