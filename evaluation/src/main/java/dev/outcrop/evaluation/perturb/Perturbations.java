package dev.outcrop.evaluation.perturb;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The variants of one prompt: one of each kind, with more typing slips in the place of kinds that change nothing. They
 * depend on seed, data set and record alone, so neither threads nor a restart change them. Thread-safe.
 *
 * @param seed the job's
 * @param dataset name of the data set
 */
public record Perturbations(long seed, String dataset) {

    /** How many variants a prompt gets, where so many differ. */
    public static final int VARIANTS = 5;

    /** More slips than this in vain: the prompt has too few letters to differ by. */
    private static final int MOST_ATTEMPTS = 50;

    private static final int SEED_BYTES = 16;

    /** fmeval's default settings. */
    private static final Perturbation SLIPS = new Perturbation.ButterFinger(0.1);

    private static final List<Perturbation> KINDS = List.of(
            new Perturbation.LowerCase(),
            SLIPS,
            new Perturbation.NumbersToWords(),
            new Perturbation.RandomUpperCase(0.1),
            new Perturbation.WhiteSpaceAddRemove(0.05, 0.1));

    /** A changed prompt, and by what. */
    public record Variant(String kind, String prompt) {}

    /**
     * The variants of a prompt: distinct, none equal to it, {@link #VARIANTS} where there are so many.
     *
     * @param index the record's number in its data set
     */
    public List<Variant> of(String prompt, long index) {
        List<Variant> variants = new ArrayList<>(VARIANTS);
        Set<String> seen = new LinkedHashSet<>(List.of(prompt));
        for (Perturbation kind : KINDS) {
            add(kind, prompt, index, 0, seen, variants);
        }
        for (int attempt = 1; attempt <= MOST_ATTEMPTS && variants.size() < VARIANTS; attempt++) {
            add(SLIPS, prompt, index, attempt, seen, variants);
        }
        return variants;
    }

    private void add(
            Perturbation kind, String prompt, long index, int attempt, Set<String> seen, List<Variant> variants) {
        String changed = kind.apply(prompt, new NumPyRandom(seedOf(kind, index, attempt)));
        if (seen.add(changed)) {
            variants.add(new Variant(kind.name(), changed));
        }
    }

    private BigInteger seedOf(Perturbation kind, long index, int attempt) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(
                    ByteBuffer.allocate(Long.BYTES + Long.BYTES + Integer.BYTES).putLong(seed).putLong(index)
                            .putInt(attempt).array());
            digest.update(dataset.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(kind.name().getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest.digest(), 0, SEED_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
