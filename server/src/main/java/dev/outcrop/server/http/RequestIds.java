package dev.outcrop.server.http;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes request ids: UUIDs of version 4, as the service's are (RFC 9562). They only have to differ, so they come from
 * each thread's own generator and not from the one cryptographic generator that all threads would wait for. Thread-safe.
 */
public final class RequestIds {

    private RequestIds() {}

    /** A new id. */
    public static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
        long low = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
