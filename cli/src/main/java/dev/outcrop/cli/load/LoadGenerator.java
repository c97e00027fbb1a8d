package dev.outcrop.cli.load;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import org.HdrHistogram.Histogram;

/**
 * Calls one operation of one server from a fixed number of callers for a fixed time (a closed loop).
 *
 * <p>Everything happens on one event loop, so counters need no locks; the generator stops by itself.
 */
public final class LoadGenerator {

    /** A call may outlive the counted time by this long before it is given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LoadPlan plan;
    private final Histogram total = microseconds();
    private final Histogram firstByte = microseconds();
    private final Histogram between = microseconds();
    private final Map<String, Long> failures = new HashMap<>();
    private final CountDownLatch callersLeft;
    private long calls;
    private long events;
    private long countFrom;
    private long countUntil;

    private LoadGenerator(LoadPlan plan) {
        this.plan = plan;
        this.callersLeft = new CountDownLatch(plan.callers());
    }

    /** Runs the plan to its end. */
    public static LoadReport run(LoadPlan plan) throws InterruptedException {
        return new LoadGenerator(plan).run();
    }

    private LoadReport run() throws InterruptedException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        try {
            HttpClient client = vertx.createHttpClient(clientOptions(), poolOptions());
            countFrom = System.nanoTime() + plan.warmUp().toNanos();
            countUntil = countFrom + plan.duration().toNanos();
            vertx.runOnContext(nothing -> {
                for (int i = 0; i < plan.callers(); i++) {
                    call(client);
                }
            });
            Duration longest = plan.warmUp().plus(plan.duration()).plus(PATIENCE);
            if (!callersLeft.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                failures.merge("still unanswered " + PATIENCE.toSeconds() + " s later", callersLeft.getCount(),
                        Long::sum);
            }
            return new LoadReport(
                    plan.duration(), calls, LoadReport.sorted(failures), events, total, firstByte, between);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private HttpClientOptions clientOptions() {
        boolean tls = "https".equals(plan.endpoint().getScheme());
        return new HttpClientOptions()
                .setProtocolVersion(plan.http2() ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1)
                .setHttp2ClearTextUpgrade(false)
                .setSsl(tls)
                .setUseAlpn(tls)
                .setDefaultHost(plan.endpoint().getHost())
                .setDefaultPort(plan.endpoint().getPort());
    }

    private PoolOptions poolOptions() {
        return new PoolOptions().setHttp1MaxSize(plan.callers()).setHttp2MaxSize(Math.min(plan.callers(), 16));
    }

    private void call(HttpClient client) {
        long begin = System.nanoTime();
        if (begin >= countUntil) {
            callersLeft.countDown();
            return;
        }
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST).setURI(plan.target());
        client.request(options)
                .compose(request -> request.send(Buffer.buffer(plan.body())))
                .compose(response -> read(response, begin))
                .onComplete(done -> {
                    if (done.failed()) {
                        failures.merge(String.valueOf(done.cause()), 1L, Long::sum);
                    }
                    call(client);
                });
    }

    private Future<Void> read(HttpClientResponse response, long begin) {
        Arrivals arrivals = new Arrivals(begin,
                "application/vnd.amazon.eventstream".equals(response.getHeader("content-type")));
        response.handler(arrivals::arrived);
        return response.end().onSuccess(nothing -> arrivals.ended(response.statusCode()));
    }

    /** One answer as it comes in. */
    private final class Arrivals {
        private final long begin;
        private final FrameCounter frames;
        private final boolean stream;
        private long last;

        Arrivals(long begin, boolean stream) {
            this.begin = begin;
            this.stream = stream;
            this.frames = new FrameCounter();
        }

        void arrived(Buffer data) {
            long now = System.nanoTime();
            if (begin >= countFrom) {
                if (last == 0) {
                    firstByte.recordValue((now - begin) / 1_000);
                } else if (stream) {
                    between.recordValue((now - last) / 1_000);
                }
                if (stream) {
                    events += frames.add(data);
                }
            }
            last = now;
        }

        void ended(int status) {
            if (begin < countFrom) {
                return;
            }
            if (status == 200) {
                calls++;
                total.recordValue((System.nanoTime() - begin) / 1_000);
            } else {
                failures.merge("HTTP " + status, 1L, Long::sum);
            }
        }
    }

    /** Counts frames by their length fields alone, so that the generator costs little beside what it measures. */
    static final class FrameCounter {
        private int prefixBytes;
        private long length;
        private long missing;

        /** How many frames end in this data. */
        int add(Buffer data) {
            int ended = 0;
            int at = 0;
            int size = data.length();
            while (at < size) {
                if (missing == 0) {
                    length = length << 8 | data.getUnsignedByte(at++);
                    if (++prefixBytes == 4) {
                        missing = Math.max(length - 4, 1);
                        prefixBytes = 0;
                        length = 0;
                    }
                } else {
                    int step = (int) Math.min(missing, size - at);
                    at += step;
                    missing -= step;
                    if (missing == 0) {
                        ended++;
                    }
                }
            }
            return ended;
        }
    }

    private static Histogram microseconds() {
        Histogram histogram = new Histogram(1, TimeUnit.MINUTES.toMicros(10), 3);
        histogram.setAutoResize(true);
        return histogram;
    }
}
