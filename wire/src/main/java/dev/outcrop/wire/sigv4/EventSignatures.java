package dev.outcrop.wire.sigv4;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

import dev.outcrop.wire.eventstream.FrameWriter;
import dev.outcrop.wire.eventstream.HeaderValue;

/**
 * The chain of signatures over the frames of an event stream that a client sends: each covers the one before, the first
 * that of the request. Not thread-safe; one per stream.
 */
public final class EventSignatures {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256-PAYLOAD";
    private static final DateTimeFormatter AMZ_DATE = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC);

    private final SigningKey key;
    private final CredentialScope scope;
    private String previous;

    /** @param requestSignature of the request that opened the stream, 64 hexadecimal digits */
    public EventSignatures(SigningKey key, CredentialScope scope, String requestSignature) {
        this.key = key;
        this.scope = scope;
        this.previous = requestSignature;
    }

    /**
     * The string to sign of the next frame; does not advance the chain.
     *
     * @param date the frame's {@code :date}
     * @param payload the frame's payload: an encoded inner frame, or nothing at the end of the stream
     */
    public String stringToSign(Instant date, byte[] payload) {
        byte[] dateHeader = FrameWriter.headers(Map.of(":date", new HeaderValue.Timestamp(date)));
        return String.join(
                "\n",
                ALGORITHM,
                AMZ_DATE.format(date),
                scope.toString(),
                previous,
                Signatures.sha256(dateHeader),
                Signatures.sha256(payload));
    }

    /** The signature of the next frame, 64 hexadecimal digits; the chain continues from it. */
    public String next(Instant date, byte[] payload) {
        previous = key.sign(stringToSign(date, payload));
        return previous;
    }
}
