package dev.outcrop.engines.remote.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that answers every completion with a test's own bytes, and lives for health checks. Blocking, one virtual
 * thread per connection.
 */
public final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Script script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Received> received = new CopyOnWriteArrayList<>();

    /** What a server does with one request. */
    @FunctionalInterface
    public interface Script {
        void answer(Conversation conversation) throws IOException, InterruptedException;
    }

    /** One request as it came. */
    public record Received(String head, String body) {

        public String path() {
            return head.split(" ", 3)[1];
        }
    }

    public ScriptedServer(Script script) {
        this(script, 0);
    }

    public ScriptedServer(Script script, int port) {
        this.script = script;
        try {
            listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port() + "/v1");
    }

    /** Completions asked for so far. */
    public List<Received> received() {
        return received;
    }

    /** Connections that are open. */
    public int connections() {
        return open.size();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            while (!socket.isClosed()) {
                String head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                String body = new String(in.readNBytes(contentLength(head)), StandardCharsets.UTF_8);
                Conversation conversation = new Conversation(socket, new Received(head, body));
                if (head.startsWith("GET ")) {
                    conversation.whole(200, "application/json", "{\"data\":[]}");
                } else {
                    received.add(conversation.received());
                    script.answer(conversation);
                }
            }
        } catch (IOException e) {
            // The client has left, or the test is over.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            bytes.write(b);
            String text = bytes.toString(StandardCharsets.ISO_8859_1);
            if (text.endsWith("\r\n\r\n")) {
                return text;
            }
        }
        return "";
    }

    private static int contentLength(String head) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                .map(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One request and the connection that it came by. */
    public record Conversation(Socket socket, Received received) {

        /** A whole response. */
        public void whole(int status, String type, String body, String... headers) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            raw("HTTP/1.1 " + status + " X\r\nContent-Type: " + type + "\r\nContent-Length: " + bytes.length + "\r\n"
                    + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n");
            socket.getOutputStream().write(bytes);
        }

        /** Begins a stream of events. */
        public void beginStream() throws IOException {
            raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        }

        /** One event. */
        public void event(String data) throws IOException {
            part("data: " + data + "\n\n");
        }

        /** An event with a token. */
        public void token(String text) throws IOException {
            event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"},\"finish_reason\":null}]}");
        }

        /** The end of an answer with these counts, and of the stream. */
        public void finish(String reason, int prompt, int completion) throws IOException {
            event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}");
            event("{\"choices\":[],\"usage\":{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":" + completion
                    + "}}");
            event("[DONE]");
            endStream();
        }

        /** One part of a chunked body. */
        public void part(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            OutputStream out = socket.getOutputStream();
            ByteArrayOutputStream chunk = new ByteArrayOutputStream();
            chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            chunk.writeBytes(bytes);
            chunk.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
            out.write(chunk.toByteArray());
            out.flush();
        }

        public void endStream() throws IOException {
            raw("0\r\n\r\n");
        }

        public void raw(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Closes the connection with a reset, as a process that dies does. */
        public void reset() throws SocketException, IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Waits until the client closes the connection. */
        public void awaitClose() throws IOException {
            while (socket.getInputStream().read() >= 0) {
                // What it still sends does not matter.
            }
        }
    }
}
