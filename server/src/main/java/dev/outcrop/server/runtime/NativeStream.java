package dev.outcrop.server.runtime;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Finish;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.server.guardrail.GuardedCall;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.wire.error.ServiceException;
import org.jspecify.annotations.Nullable;

/** The invocation's own chunks, with the service's members in the last one, in the form of the door it came in by. */
final class NativeStream implements ReplyStream, ChunkSink {
    private final Exchange exchange;
    private final TextInvocation invocation;
    private final StreamForm form;
    private final Consumer<byte[]> frames;
    private final List<ChunkWriter> chunks;
    private final SortedMap<Integer, GenerationResult> results = new TreeMap<>();
    private @Nullable GenerationResult all;
    private @Nullable GuardedChunks guarded;
    private long firstTokenMillis;

    NativeStream(Exchange exchange, TextInvocation invocation, StreamForm form, Consumer<byte[]> frames) {
        this.exchange = exchange;
        this.invocation = invocation;
        this.form = form;
        this.frames = frames;
        this.chunks = invocation.chunksOfAll(this);
    }

    @Override
    public void guardedBy(GuardedCall call, List<GuardedStream> streams) {
        guarded = new GuardedChunks(call.trace(), call.blockedMessage(), streams);
    }

    @Override
    public void head(Exchange to) {
        form.describe(to);
    }

    @Override
    public void start(int answer, int promptTokens, long millis) {
        firstTokenMillis = millis;
        chunks.get(answer).start(promptTokens);
    }

    @Override
    public ChunkWriter chunks(int answer) {
        return chunks.get(answer);
    }

    @Override
    public void assessed(Assessment assessment) {
        members().assessed(assessment);
    }

    @Override
    public void end(int answer, GenerationResult end) {
        finish(answer, end);
        chunks.get(answer).end(end);
        close();
    }

    @Override
    public void endBlocked(int answer, GenerationResult end) {
        finish(answer, end);
        chunks.get(answer).endBlocked(members().block(), end);
        close();
    }

    @Override
    public void blockedInput(String message) {
        invocation.blockedChunks(members().block(message), this);
        frames.accept(form.end());
    }

    @Override
    public void failed(ServiceException failure) {
        frames.accept(form.failure(failure));
    }

    private GuardedChunks members() {
        return Objects.requireNonNull(guarded, "only a guarded stream is assessed");
    }

    /** Before the last chunk is written, which tells of all answers. */
    private void finish(int answer, GenerationResult end) {
        results.put(answer, end);
        if (results.size() < chunks.size()) {
            return;
        }
        List<GenerationResult> ended = List.copyOf(results.values());
        all = Finish.together(ended);
        if (guarded != null) {
            guarded.end(invocation, ended);
        }
    }

    private void close() {
        if (all != null) {
            frames.accept(form.end());
        }
    }

    @Override
    public void chunk(byte[] json, Role role) {
        byte[] content = switch (role) {
            case ENVELOPE -> json;
            case TEXT -> guarded == null ? json : guarded.text(json);
            case LAST -> last(json);
        };
        exchange.sending("", content);
        frames.accept(form.chunk(content));
    }

    /** No metrics beside a blocked message: none are in recorded streams. */
    private byte[] last(byte[] json) {
        GenerationResult end = all;
        if (guarded == null) {
            return end == null || !form.hasMetrics() ? json : withMetrics(json, end);
        }
        byte[] content = guarded.last(json);
        return end == null || guarded.isBlocked() || !form.hasMetrics() ? content : withMetrics(content, end);
    }

    /** The service's own last member of the last chunk. */
    private byte[] withMetrics(byte[] json, GenerationResult end) {
        byte[] member = (",\"amazon-bedrock-invocationMetrics\":{\"inputTokenCount\":" + end.promptTokens()
                + ",\"outputTokenCount\":" + end.outputTokens() + ",\"invocationLatency\":"
                + exchange.elapsedMillis() + ",\"firstByteLatency\":" + firstTokenMillis + "}}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] joined = new byte[json.length - 1 + member.length];
        System.arraycopy(json, 0, joined, 0, json.length - 1);
        System.arraycopy(member, 0, joined, json.length - 1, member.length);
        return joined;
    }
}
