package dev.outcrop.evaluation.perturb;

import java.math.BigInteger;

/**
 * The numbers of NumPy's {@code default_rng(seed)}: PCG64 (XSL-RR 128/64, M. O'Neill) seeded through SeedSequence. With the
 * same seed, perturbations come out letter for letter as those of libraries that draw from NumPy. Not thread-safe.
 */
public final class NumPyRandom {
    private static final int POOL = 4;
    private static final int WORD = 32;
    private static final int HASH_START = 0x43b0d7e5;
    private static final int HASH_STEP = 0x931e8875;
    private static final int MIX_LEFT = 0xca01f9dd;
    private static final int MIX_RIGHT = 0x4973f715;
    private static final int OUTPUT_START = 0x8b51f9dd;
    private static final int OUTPUT_STEP = 0x58f38ded;
    private static final long MULTIPLIER_HIGH = 0x2360ED051FC65DA4L;
    private static final long MULTIPLIER_LOW = 0x4385DF649FCCF645L;
    private static final int TOP_SIX_BITS = 58;
    private static final double DOUBLE_UNIT = 0x1p-53;
    private static final long LOW_WORD = 0xFFFF_FFFFL;

    private long stateHigh;
    private long stateLow;
    private final long incrementHigh;
    private final long incrementLow;
    private boolean hasSpare;
    private int spare;

    /** Running constant of SeedSequence's hash. */
    private static final class Hash {
        private int constant;
        private final int step;

        Hash(int start, int step) {
            this.constant = start;
            this.step = step;
        }

        int of(int value) {
            int mixed = value ^ constant;
            constant *= step;
            mixed *= constant;
            return mixed ^ (mixed >>> 16);
        }
    }

    /**
     * A generator.
     *
     * @param seed not negative; at most 128 bits are read
     */
    public NumPyRandom(BigInteger seed) {
        if (seed.signum() < 0 || seed.bitLength() > POOL * WORD) {
            throw new IllegalArgumentException("The seed must have 0 to 128 bits");
        }
        long[] words = seedWords(seed);
        incrementHigh = words[2] << 1 | words[3] >>> 63;
        incrementLow = words[3] << 1 | 1;
        step();
        long low = stateLow + words[1];
        stateHigh += words[0] + (Long.compareUnsigned(low, stateLow) < 0 ? 1 : 0);
        stateLow = low;
        step();
    }

    /** A generator with a small seed. */
    public NumPyRandom(long seed) {
        this(BigInteger.valueOf(seed));
    }

    private static long[] seedWords(BigInteger seed) {
        int[] pool = new int[POOL];
        Hash hash = new Hash(HASH_START, HASH_STEP);
        for (int i = 0; i < POOL; i++) {
            pool[i] = hash.of(seed.shiftRight(i * WORD).intValue());
        }
        for (int from = 0; from < POOL; from++) {
            for (int to = 0; to < POOL; to++) {
                if (from != to) {
                    int mixed = pool[to] * MIX_LEFT - hash.of(pool[from]) * MIX_RIGHT;
                    pool[to] = mixed ^ (mixed >>> 16);
                }
            }
        }
        Hash output = new Hash(OUTPUT_START, OUTPUT_STEP);
        long[] words = new long[POOL];
        for (int i = 0; i < 2 * POOL; i++) {
            long word = output.of(pool[i % POOL]) & LOW_WORD;
            words[i / 2] |= i % 2 == 0 ? word : word << WORD;
        }
        return words;
    }

    private void step() {
        long high = Math.unsignedMultiplyHigh(stateLow, MULTIPLIER_LOW) + stateHigh * MULTIPLIER_LOW
                + stateLow * MULTIPLIER_HIGH;
        long low = stateLow * MULTIPLIER_LOW;
        stateLow = low + incrementLow;
        stateHigh = high + incrementHigh + (Long.compareUnsigned(stateLow, low) < 0 ? 1 : 0);
    }

    /** The next 64 bits. */
    public long nextLong() {
        step();
        return Long.rotateRight(stateHigh ^ stateLow, (int) (stateHigh >>> TOP_SIX_BITS));
    }

    /** A number from 0 (inclusive) to 1 (exclusive). */
    public double nextDouble() {
        return (nextLong() >>> 11) * DOUBLE_UNIT;
    }

    /** 32 bits: the low half of a draw, then its high half, whatever is drawn in between. */
    private long nextWord() {
        if (hasSpare) {
            hasSpare = false;
            return spare & LOW_WORD;
        }
        long bits = nextLong();
        hasSpare = true;
        spare = (int) (bits >>> WORD);
        return bits & LOW_WORD;
    }

    /** A whole number from 0 to {@code bound - 1} (D. Lemire's multiplication with rejection). */
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("The bound must be positive: " + bound);
        }
        if (bound == 1) {
            return 0; // NumPy draws nothing when there is nothing to choose.
        }
        long product = nextWord() * bound;
        if ((product & LOW_WORD) < bound) {
            long threshold = ((1L << WORD) - bound) % bound;
            while ((product & LOW_WORD) < threshold) {
                product = nextWord() * bound;
            }
        }
        return (int) (product >>> WORD);
    }

    /** Different places among the first {@code size}, in random order (R. Floyd's sampling, then a shuffle). */
    public int[] places(int size, int count) {
        int[] places = new int[count];
        for (int k = 0; k < count; k++) {
            int j = size - count + k;
            int place = nextInt(j + 1);
            places[k] = contains(places, k, place) ? j : place;
        }
        for (int i = count - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int kept = places[i];
            places[i] = places[j];
            places[j] = kept;
        }
        return places;
    }

    private static boolean contains(int[] places, int length, int wanted) {
        for (int i = 0; i < length; i++) {
            if (places[i] == wanted) {
                return true;
            }
        }
        return false;
    }
}
