package dev.outcrop.wire.eventstream;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Reads frames from a stream that arrives in arbitrary slices. Not thread-safe; one per stream.
 *
 * <p>A frame's length is believed only after its prelude's checksum, and memory grows with the bytes that have
 * arrived, never with what a prelude announces. Order of the checks: length, prelude checksum, headers' length, message
 * checksum, headers.
 */
public final class FrameDecoder {
    private static final int PRELUDE = 12;
    private static final int MAX_FRAME = Frame.MAX_PAYLOAD + Frame.MAX_HEADERS + Frame.OVERHEAD;

    private final int maxPayload;
    private byte[] buffer = new byte[1024];
    private int filled;
    private int frameLength;
    private boolean broken;

    /** Accepts payloads up to {@link Frame#MAX_PAYLOAD}. */
    public FrameDecoder() {
        this(Frame.MAX_PAYLOAD);
    }

    /** @param maxPayload most bytes of a payload; more is malformed */
    public FrameDecoder(int maxPayload) {
        this.maxPayload = Math.min(maxPayload, Frame.MAX_PAYLOAD);
    }

    /**
     * Takes the next slice and hands on every frame that it completes.
     *
     * @throws FrameException when the bytes are no frame; nothing can be read from this stream any more
     */
    public void feed(byte[] slice, int offset, int length, Consumer<Frame> frames) {
        if (broken) {
            throw new FrameException("The stream was malformed before");
        }
        // Until the last frame is handed on without a complaint.
        broken = true;
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int wanted = (frameLength == 0 ? PRELUDE : frameLength) - filled;
            int taken = Math.min(wanted, end - at);
            reserve(filled + taken);
            System.arraycopy(slice, at, buffer, filled, taken);
            filled += taken;
            at += taken;
            if (taken == wanted) {
                if (frameLength == 0) {
                    frameLength = checkPrelude();
                } else {
                    Frame frame = decode();
                    filled = 0;
                    frameLength = 0;
                    frames.accept(frame);
                }
            }
        }
        broken = false;
    }

    /** Whether bytes of an incomplete frame are held: the stream was cut off if it ends now. */
    public boolean isInsideFrame() {
        return filled > 0;
    }

    private void reserve(int size) {
        if (size > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(size, Math.min(2 * buffer.length, MAX_FRAME)));
        }
    }

    private int checkPrelude() {
        ByteBuffer prelude = ByteBuffer.wrap(buffer, 0, PRELUDE);
        int total = prelude.getInt();
        int headers = prelude.getInt();
        if (total < Frame.OVERHEAD || total > MAX_FRAME) {
            throw new FrameException("A frame cannot be " + Integer.toUnsignedString(total) + " bytes");
        }
        CRC32 checksum = new CRC32();
        checksum.update(buffer, 0, 8);
        if ((int) checksum.getValue() != prelude.getInt()) {
            throw new FrameException("The checksum of the prelude is wrong");
        }
        if (headers < 0 || headers > total - Frame.OVERHEAD || headers > Frame.MAX_HEADERS) {
            throw new FrameException(
                    "The headers of a frame cannot be " + Integer.toUnsignedString(headers) + " bytes");
        }
        if (total - Frame.OVERHEAD - headers > maxPayload) {
            throw new FrameException("The payload of a frame is longer than " + maxPayload + " bytes");
        }
        return total;
    }

    private Frame decode() {
        CRC32 checksum = new CRC32();
        checksum.update(buffer, 0, frameLength - 4);
        if ((int) checksum.getValue() != ByteBuffer.wrap(buffer).getInt(frameLength - 4)) {
            throw new FrameException("The checksum of the frame is wrong");
        }
        int headersLength = ByteBuffer.wrap(buffer).getInt(4);
        ByteBuffer in = ByteBuffer.wrap(buffer, PRELUDE, headersLength);
        SequencedMap<String, HeaderValue> headers = new LinkedHashMap<>();
        try {
            while (in.hasRemaining()) {
                String name = text(in, Byte.toUnsignedInt(in.get()));
                if (name.isEmpty()) {
                    throw new FrameException("A header has no name");
                }
                if (headers.put(name, value(in)) != null) {
                    throw new FrameException("A header is there twice");
                }
            }
        } catch (BufferUnderflowException e) {
            throw new FrameException("A header is cut off");
        }
        return new Frame(headers, Arrays.copyOfRange(buffer, PRELUDE + headersLength, frameLength - 4));
    }

    private static HeaderValue value(ByteBuffer in) {
        byte type = in.get();
        return switch (type) {
            case 0 -> new HeaderValue.Bool(true);
            case 1 -> new HeaderValue.Bool(false);
            case 2 -> new HeaderValue.Int8(in.get());
            case 3 -> new HeaderValue.Int16(in.getShort());
            case 4 -> new HeaderValue.Int32(in.getInt());
            case 5 -> new HeaderValue.Int64(in.getLong());
            case 6 -> new HeaderValue.Bytes(bytes(in, Short.toUnsignedInt(in.getShort())));
            case 7 -> new HeaderValue.Text(text(in, Short.toUnsignedInt(in.getShort())));
            case 8 -> new HeaderValue.Timestamp(Instant.ofEpochMilli(in.getLong()));
            case 9 -> new HeaderValue.Uuid(new UUID(in.getLong(), in.getLong()));
            default -> throw new FrameException("A header has the unknown type " + type);
        };
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer in, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(in, length)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FrameException("A header is not valid UTF-8");
        }
    }
}
