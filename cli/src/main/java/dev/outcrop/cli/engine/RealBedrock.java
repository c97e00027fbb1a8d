package dev.outcrop.cli.engine;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.outcrop.engines.remote.http.HttpCall;
import dev.outcrop.engines.remote.http.HttpClient;
import dev.outcrop.engines.remote.http.Loops;
import dev.outcrop.engines.remote.http.Request;
import dev.outcrop.engines.remote.http.ResponseListener;
import dev.outcrop.engines.remote.http.Target;
import dev.outcrop.server.relay.Credentials;
import dev.outcrop.server.relay.RemoteService;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Bedrock Runtime of a region, or what stands for it at another address. Thread-safe. */
final class RealBedrock implements RemoteService {

    /** A model may think for long before its first byte; a response that is silent for longer has failed. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(15);

    private final Target target;
    private final String region;
    private final AwsCredentialsProvider provider;
    private final HttpClient http;
    private final Loops loops;

    /** @param endpoint null for the region's own */
    RealBedrock(
            String region, @Nullable URI endpoint, AwsCredentialsProvider provider, HttpClient http, Loops loops) {
        this.target = Target.of(
                endpoint == null ? URI.create("https://bedrock-runtime." + region + ".amazonaws.com") : endpoint);
        this.region = region;
        this.provider = provider;
        this.http = http;
        this.loops = loops;
    }

    @Override
    public String authority() {
        return target.authority();
    }

    @Override
    public String region() {
        return region;
    }

    @Override
    public Credentials credentials() {
        AwsCredentials credentials = provider.resolveCredentials();
        return new Credentials(
                credentials.accessKeyId(),
                credentials.secretAccessKey(),
                credentials instanceof AwsSessionCredentials session ? session.sessionToken() : null);
    }

    @Override
    public Transfer send(
            String method,
            String path,
            List<Map.Entry<String, String>> headers,
            byte @Nullable [] body,
            Listener listener) {
        Response response = new Response(loops.choose(), listener);
        response.begin(new Request(method, target.basePath() + path, headers, body));
        return response;
    }

    /** One response, watched for silence. Confined to its loop. */
    private final class Response implements ResponseListener, Transfer {
        private final EventLoop loop;
        private final Listener listener;
        private @Nullable HttpCall call;
        private long heardAt = System.nanoTime();
        private boolean paused;
        private boolean over;

        Response(EventLoop loop, Listener listener) {
            this.loop = loop;
            this.listener = listener;
        }

        void begin(Request request) {
            call = http.send(loop, target, request, this);
            watch(LONGEST_SILENCE.toNanos());
        }

        private void watch(long nanos) {
            var _ = loop.schedule(() -> {
                long left = LONGEST_SILENCE.toNanos() - (System.nanoTime() - heardAt);
                if (over) {
                    return;
                }
                if (left > 0 || paused) {
                    watch(Math.max(left, TimeUnit.SECONDS.toNanos(1)));
                    return;
                }
                cancel();
                listener.failed(new IOException("nothing was heard for " + LONGEST_SILENCE));
            }, nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void head(int status, HttpHeaders headers) {
            heardAt = System.nanoTime();
            listener.head(status, headers);
        }

        @Override
        public void body(ByteBuf part) {
            heardAt = System.nanoTime();
            listener.part(ByteBufUtil.getBytes(part));
        }

        @Override
        public void end() {
            over = true;
            listener.end();
        }

        @Override
        public void failed(Throwable cause) {
            over = true;
            listener.failed(cause);
        }

        @Override
        public void pause() {
            paused = true;
            if (call != null) {
                call.pause();
            }
        }

        @Override
        public void resume() {
            paused = false;
            heardAt = System.nanoTime();
            if (call != null) {
                call.resume();
            }
        }

        @Override
        public void cancel() {
            over = true;
            if (call != null) {
                call.cancel();
            }
        }
    }
}
