package dev.outcrop.access.signature;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;

import dev.outcrop.wire.error.InvalidSignatureException;
import dev.outcrop.wire.eventstream.Frame;
import dev.outcrop.wire.eventstream.HeaderValue;
import dev.outcrop.wire.sigv4.EventSignatures;
import dev.outcrop.wire.sigv4.Signatures;

/**
 * Checks the signed frames of an event stream that a client sends, in order: each signature covers the one before, the first that
 * of the request. Not thread-safe; one per stream. Once a frame was refused or the stream has ended, nothing more is accepted.
 */
public final class EventVerifier {
    private static final String REFUSED = "The signature of an event does not match, or its time is too far from now.";

    private final EventSignatures chain;
    private final Duration clockSkew;
    private final InstantSource clock;
    private boolean open = true;

    /** @param request the signature of the request that opened the stream */
    public EventVerifier(SignatureVerifier.Verified request, Duration clockSkew, InstantSource clock) {
        this.chain = new EventSignatures(
                request.signingKey(), request.claim().scope(), request.claim().signature());
        this.clockSkew = clockSkew;
        this.clock = clock;
    }

    /**
     * Checks the next frame.
     *
     * @return its payload, an encoded frame; empty for the one that ends the stream
     * @throws InvalidSignatureException when it is not the next one that the client signed
     */
    public Optional<byte[]> verify(Frame frame) {
        if (!open
                || frame.headers().size() != 2
                || !(frame.headers().get(":date") instanceof HeaderValue.Timestamp(Instant date))
                || !(frame.headers().get(":chunk-signature") instanceof HeaderValue.Bytes(byte[] signature))
                || Duration.between(date, clock.instant()).abs().compareTo(clockSkew) > 0
                || !Signatures.matches(
                        chain.next(date, frame.payload()), HexFormat.of().formatHex(signature))) {
            open = false;
            throw new InvalidSignatureException(REFUSED);
        }
        open = frame.payload().length > 0;
        return open ? Optional.of(frame.payload()) : Optional.empty();
    }
}
