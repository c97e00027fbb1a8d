package dev.outcrop.guardrails;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.assessment.Coverage;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Span;
import dev.outcrop.guardrails.assessment.Usage;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.GuardrailConfig;
import dev.outcrop.guardrails.policy.AssessmentException;
import dev.outcrop.guardrails.policy.Policy;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.ContentBlock;
import dev.outcrop.inference.TokenEncoder;

/** A guardrail that is ready to assess: its policies, run over some content, joined to one assessment. Thread-safe. */
public final class Guardrail {
    private final GuardrailConfig config;
    private final List<Policy> policies;
    private final TokenEncoder encoder;
    private final LongSupplier nanoTime;

    /**
     * A guardrail of these policies, for whoever brings their own; {@link GuardrailCompiler} makes those of a
     * configuration.
     *
     * @param encoder encodes the texts for the policies
     * @param nanoTime {@link System#nanoTime} or what stands for it
     */
    public Guardrail(GuardrailConfig config, List<Policy> policies, TokenEncoder encoder, LongSupplier nanoTime) {
        this.config = config;
        this.policies = List.copyOf(policies);
        this.encoder = encoder;
        this.nanoTime = nanoTime;
    }

    /** What it was told to do. */
    public GuardrailConfig config() {
        return config;
    }

    /**
     * Assesses some content. Takes time in proportion to its length: not for event loops. A thread that is interrupted
     * stops at the next policy.
     *
     * @throws AssessmentException when a policy cannot decide, or the thread is interrupted: the content must not pass
     */
    public Assessment assess(Direction direction, List<ContentBlock> blocks) {
        long start = nanoTime.getAsLong();
        List<AssessedText> content = new ArrayList<>(blocks.size());
        for (ContentBlock block : blocks) {
            content.add(new AssessedText(content.size(), block, encoder));
        }
        List<Finding> findings = new ArrayList<>();
        Usage usage = Usage.NONE;
        for (Policy policy : policies) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssessmentException("The assessment was interrupted", null);
            }
            findings.addAll(policy.assess(direction, content));
            usage = usage.plus(policy.usage(direction, content));
        }
        Effect effect = findings.stream().map(Finding::effect).reduce(Effect.NONE, Effect::and);
        return new Assessment(
                effect,
                findings,
                masked(content, findings),
                usage,
                coverage(content),
                Duration.ofNanos(nanoTime.getAsLong() - start));
    }

    private static Coverage coverage(List<AssessedText> content) {
        int guarded = 0;
        int total = 0;
        for (AssessedText text : content) {
            total += text.codePoints();
            guarded += text.block().guarded() ? text.codePoints() : 0;
        }
        return new Coverage(guarded, total);
    }

    private record Mask(Span span, String placeholder) {}

    /** The policies have seen to it that no two masks overlap within one policy; here the earlier one wins. */
    private static List<String> masked(List<AssessedText> content, List<Finding> findings) {
        List<Mask> masks = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding.effect() != Effect.ANONYMIZED) {
                continue;
            }
            switch (finding) {
                case Finding.Pii pii -> masks.add(new Mask(pii.span(), "{" + pii.type() + "}"));
                case Finding.Pattern pattern -> masks.add(new Mask(pattern.span(), "{" + pattern.name() + "}"));
                case Finding.Topic _,Finding.Filter _,Finding.CustomWord _,Finding.Profanity _,Finding.Grounding _ ->
                    throw new IllegalStateException("this policy does not mask");
            }
        }
        masks.sort(Comparator.comparingInt((Mask mask) -> mask.span().block())
                .thenComparingInt(mask -> mask.span().start()));
        List<String> texts = new ArrayList<>(content.size());
        for (AssessedText text : content) {
            texts.add(masked(text, masks));
        }
        return texts;
    }

    private static String masked(AssessedText text, List<Mask> masks) {
        StringBuilder out = new StringBuilder(text.text().length());
        int copied = 0;
        for (Mask mask : masks) {
            if (mask.span().block() == text.index() && mask.span().start() >= copied) {
                out.append(text.text(), copied, mask.span().start()).append(mask.placeholder());
                copied = mask.span().end();
            }
        }
        return copied == 0 ? text.text() : out.append(text.text(), copied, text.text().length()).toString();
    }
}
