package dev.outcrop.guardrails.pii;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Span;
import dev.outcrop.guardrails.policy.TooMuchContentException;

/**
 * What the entries of a configuration claim of one block, and who gets it: of two that overlap the more severe, then the
 * longer, then the one configured first.
 *
 * <p>Where a claim to mask loses to another, nothing of it may stay readable: the winner's span grows by what it reaches
 * beyond, up to the next winner; its match stays its own. For one thread.
 */
final class Claims {
    /** Some 20 MB. A text that is full of what is looked for has one in ten characters. */
    static final int MOST = 100_000;

    private final List<Claim> claims = new ArrayList<>();

    /** @param rank the entry's place in the configuration */
    private record Claim(Finding finding, Span span, int rank) {
        int length() {
            return span.end() - span.start();
        }
    }

    /** A claim that is kept, and how far its mask reaches. */
    private static final class Winner {
        private final Claim claim;
        private int start;
        private int end;

        Winner(Claim claim) {
            this.claim = claim;
            start = claim.span().start();
            end = claim.span().end();
        }

        Finding finding() {
            Span span = new Span(claim.span().block(), start, end);
            return span.equals(claim.span()) ? claim.finding() : spanning(span, claim.finding());
        }

        private static Finding spanning(Span span, Finding finding) {
            return switch (finding) {
                case Finding.Pii pii -> new Finding.Pii(pii.type(), pii.match(), span, pii.effect());
                case Finding.Pattern pattern ->
                    new Finding.Pattern(pattern.name(), pattern.pattern(), pattern.match(), span, pattern.effect());
                case Finding.Topic _,Finding.Filter _,Finding.CustomWord _,Finding.Profanity _,Finding.Grounding _ ->
                    throw new IllegalStateException("this policy does not mask");
            };
        }
    }

    /** @throws TooMuchContentException when there are more than can be kept in memory */
    void add(Finding finding, Span span, int rank) {
        if (claims.size() == MOST) {
            throw new TooMuchContentException(
                    "There is too much sensitive information in one text. Send less text at a time.");
        }
        claims.add(new Claim(finding, span, rank));
    }

    /** What stays, in the order of the text; the matches do not overlap. */
    List<Finding> settled() {
        claims.sort(Comparator.comparing((Claim claim) -> claim.finding().effect())
                .reversed()
                .thenComparing(Comparator.comparingInt(Claim::length).reversed())
                .thenComparingInt(Claim::rank)
                .thenComparingInt(claim -> claim.span().start()));
        NavigableMap<Integer, Winner> winners = new TreeMap<>();
        NavigableMap<Integer, Winner> masks = new TreeMap<>();
        List<Claim> losers = new ArrayList<>();
        for (Claim claim : claims) {
            boolean masked = claim.finding().effect() == Effect.ANONYMIZED;
            Map.Entry<Integer, Winner> before = winners.lowerEntry(claim.span().end());
            if (before == null || before.getValue().claim.span().end() <= claim.span().start()) {
                Winner winner = new Winner(claim);
                winners.put(winner.start, winner);
                if (masked) {
                    masks.put(winner.start, winner);
                }
            } else if (masked) {
                losers.add(claim);
            }
        }
        losers.forEach(loser -> cover(loser.span(), masks));
        return winners.values().stream().map(Winner::finding).toList();
    }

    /** Spreads what a loser would have masked over the masks that won; where something blocks, nothing passes anyway. */
    private static void cover(Span loser, NavigableMap<Integer, Winner> masks) {
        Map.Entry<Integer, Winner> entry = masks.floorEntry(loser.start());
        if (entry == null || entry.getValue().claim.span().end() <= loser.start()) {
            entry = masks.higherEntry(loser.start());
        }
        while (entry != null && entry.getKey() < loser.end()) {
            Winner winner = entry.getValue();
            Map.Entry<Integer, Winner> before = masks.lowerEntry(entry.getKey());
            entry = masks.higherEntry(entry.getKey());
            int earliest = before == null ? 0 : before.getValue().end;
            int latest = entry == null ? Integer.MAX_VALUE : entry.getValue().start;
            winner.start = Math.min(winner.start, Math.max(loser.start(), earliest));
            winner.end = Math.max(winner.end, Math.min(loser.end(), latest));
        }
    }
}
