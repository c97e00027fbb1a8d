package dev.outcrop.bench.remote;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * Callers in a closed loop on kept connections, each of which asks for a stream and reads it to its end. Blocking sockets:
 * the client's own work is a few system calls per answer.
 */
final class StreamLoad {

    private StreamLoad() {}

    /**
     * What the callers saw.
     *
     * @param firstNanos time to the first byte of each answer, sorted
     * @param totalNanos time to the last one, sorted
     */
    record Report(long[] firstNanos, long[] totalNanos) {

        int answers() {
            return totalNanos.length;
        }
    }

    /** @param headers each with its line break */
    static Report run(int port, String path, String headers, String body, int callers, int millis)
            throws InterruptedException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        byte[] request = ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nContent-Type: application/json\r\nAuthorization: Bearer none\r\n" + headers + "Content-Length: "
                + content.length + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8);
        long end = System.nanoTime() + millis * 1_000_000L;
        List<Future<List<long[]>>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            for (int i = 0; i < callers; i++) {
                running.add(threads.submit(() -> call(port, request, end)));
            }
        }
        List<long[]> times = new ArrayList<>();
        for (Future<List<long[]>> each : running) {
            try {
                times.addAll(each.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("A caller failed", e.getCause());
            }
        }
        return new Report(sorted(times.stream().mapToLong(each -> each[0])),
                sorted(times.stream().mapToLong(each -> each[1])));
    }

    private static long[] sorted(LongStream values) {
        return values.sorted().toArray();
    }

    private static List<long[]> call(int port, byte[] request, long end) throws IOException {
        List<long[]> times = new ArrayList<>();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(20_000);
            byte[] buffer = new byte[64 * 1024];
            while (System.nanoTime() < end) {
                long begun = System.nanoTime();
                socket.getOutputStream().write(request);
                long first = read(socket.getInputStream(), buffer);
                times.add(new long[]{first - begun, System.nanoTime() - begun});
            }
        }
        return times;
    }

    /** Reads a chunked response; returns when its first byte came. */
    private static long read(InputStream in, byte[] buffer) throws IOException {
        long first = 0;
        byte[] tail = new byte[5];
        boolean checked = false;
        do {
            int count = in.read(buffer);
            if (count < 0) {
                throw new IOException("The server closed the connection.");
            }
            if (first == 0) {
                first = System.nanoTime();
            }
            if (!checked) {
                checked = true;
                String head = new String(buffer, 0, Math.min(count, 200), StandardCharsets.ISO_8859_1);
                if (!head.startsWith("HTTP/1.1 200")) {
                    throw new IOException("The server answered " + head);
                }
            }
            if (count >= tail.length) {
                System.arraycopy(buffer, count - tail.length, tail, 0, tail.length);
            } else {
                System.arraycopy(tail, count, tail, 0, tail.length - count);
                System.arraycopy(buffer, 0, tail, tail.length - count, count);
            }
        } while (!Arrays.equals(tail, new byte[]{'0', '\r', '\n', '\r', '\n'}));
        return first;
    }
}
