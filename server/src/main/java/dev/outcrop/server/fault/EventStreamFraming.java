package dev.outcrop.server.fault;

import java.util.random.RandomGenerator;

import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.eventstream.EventEncoder;

/** Frames of {@code application/vnd.amazon.eventstream}: each begins with its length. */
final class EventStreamFraming implements Framing {
    private static final int LENGTH_BYTES = 4;

    /** Exceptions carry no padding, so nothing is ever asked of chance. */
    private final EventEncoder encoder = new EventEncoder(RandomGenerator::getDefault, false);

    @Override
    public int eventLength(byte[] bytes, int from, int to) {
        if (to - from < LENGTH_BYTES) {
            return UNKNOWN;
        }
        return (bytes[from] & 0xFF) << 24
                | (bytes[from + 1] & 0xFF) << 16
                | (bytes[from + 2] & 0xFF) << 8
                | (bytes[from + 3] & 0xFF);
    }

    @Override
    public byte[] failure(ServiceException error) {
        return encoder.exception(error);
    }

    @Override
    public boolean hasChecksums() {
        return true;
    }
}
