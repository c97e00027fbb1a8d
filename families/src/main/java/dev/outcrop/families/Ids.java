package dev.outcrop.families;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Random identifiers as answers carry them. */
public final class Ids {
    private static final String BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int TOOL_USE_LENGTH = 22;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_2 = 0x8000_0000_0000_0000L;

    private Ids() {}

    /** Random letters and digits. */
    public static String base62(RandomGenerator random, int length) {
        StringBuilder id = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            id.append(BASE_62.charAt(random.nextInt(BASE_62.length())));
        }
        return id.toString();
    }

    /** A call's id in Converse, as recorded: {@code tooluse_} and 22 letters and digits. */
    public static String toolUse() {
        return "tooluse_" + base62(ThreadLocalRandom.current(), TOOL_USE_LENGTH);
    }

    /** A random UUID (RFC 9562, version 4). */
    public static String uuid(RandomGenerator random) {
        long high = (random.nextLong() & ~0xF000L) | VERSION_4;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | VARIANT_2;
        return new UUID(high, low).toString();
    }
}
