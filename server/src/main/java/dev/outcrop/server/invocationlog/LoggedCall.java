package dev.outcrop.server.invocationlog;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.outcrop.server.invocationlog.journal.Content;
import org.jspecify.annotations.Nullable;

/**
 * What was heard of one call, as it was heard: bodies are made fit for delivery when they are delivered.
 *
 * @param time when it came
 * @param modelId as the caller wrote it
 * @param callerArn who called
 * @param inferenceRegion where a cross-region profile had it answered, or null
 * @param errorCode null when it succeeded
 * @param contentType of the request, as sent, or null
 * @param latency header {@code X-Amzn-Bedrock-PerformanceConfig-Latency}, or null
 * @param serviceTier header {@code X-Amzn-Bedrock-Service-Tier}, or null
 * @param inputTokens negative when not known
 * @param outputTokens negative when not known
 * @param vectors whether the answer is made of vectors
 * @param input the body; empty when it is not kept
 * @param output in the order of sending; empty when there was none or it is not kept
 */
public record LoggedCall(
        Instant time,
        String requestId,
        String operation,
        String modelId,
        String callerArn,
        @Nullable String inferenceRegion,
        @Nullable String errorCode,
        @Nullable String contentType,
        @Nullable String latency,
        @Nullable String serviceTier,
        int inputTokens,
        int outputTokens,
        boolean vectors,
        byte[] input,
        List<Part> output)
        implements
            Content {

    private static final int FIXED_SIZE = 512;

    public LoggedCall {
        output = List.copyOf(output);
    }

    /**
     * A part of an answer.
     *
     * @param type {@link #BODY}, empty for a chunk of a model's own, else the name of an event
     */
    public record Part(String type, byte[] json) {

        /** The type of a whole body. */
        public static final String BODY = "body";
    }

    @Override
    public long size() {
        long size = FIXED_SIZE + (long) input.length;
        for (Part part : output) {
            size += part.json().length + 32L;
        }
        return size;
    }

    @Override
    public void writeTo(DataOutputStream out) throws IOException {
        out.writeLong(time.toEpochMilli());
        for (String text : new String[]{requestId, operation, modelId, callerArn}) {
            write(out, text.getBytes(StandardCharsets.UTF_8));
        }
        writeNullable(out, inferenceRegion);
        writeNullable(out, errorCode);
        writeNullable(out, contentType);
        writeNullable(out, latency);
        writeNullable(out, serviceTier);
        out.writeInt(inputTokens);
        out.writeInt(outputTokens);
        out.writeBoolean(vectors);
        write(out, input);
        out.writeInt(output.size());
        for (Part part : output) {
            write(out, part.type().getBytes(StandardCharsets.UTF_8));
            write(out, part.json());
        }
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void writeNullable(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            write(out, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Reads what was {@linkplain #writeTo written}.
     *
     * @throws IOException when it is something else
     */
    public static LoggedCall read(byte[] entry) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry));
        return new LoggedCall(
                Instant.ofEpochMilli(in.readLong()),
                text(in),
                text(in),
                text(in),
                text(in),
                nullable(in),
                nullable(in),
                nullable(in),
                nullable(in),
                nullable(in),
                in.readInt(),
                in.readInt(),
                in.readBoolean(),
                bytes(in),
                parts(in));
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("an entry of another version");
        }
        return in.readNBytes(length);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static @Nullable String nullable(DataInputStream in) throws IOException {
        return in.readBoolean() ? text(in) : null;
    }

    private static List<Part> parts(DataInputStream in) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            parts.add(new Part(text(in), bytes(in)));
        }
        return parts;
    }
}
