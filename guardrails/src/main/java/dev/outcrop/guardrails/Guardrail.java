package dev.outcrop.guardrails;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.assessment.Coverage;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Mask;
import dev.outcrop.guardrails.assessment.Usage;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.GuardrailConfig;
import dev.outcrop.guardrails.policy.AssessmentException;
import dev.outcrop.guardrails.policy.Policy;
import dev.outcrop.guardrails.policy.TooMuchContentException;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.ContentBlock;
import dev.outcrop.guardrails.text.EncodedTexts;
import dev.outcrop.inference.TokenEncoder;

/** A guardrail that is ready to assess: its policies, run over some content, joined to one assessment. Thread-safe. */
public final class Guardrail {
    /** More can be neither read nor sent with sense; a content that is full of them is refused rather than cut short. */
    static final int MOST_FINDINGS = 10_000;

    private final GuardrailConfig config;
    private final List<Policy> policies;
    private final TokenEncoder encoder;
    private final LongSupplier nanoTime;
    private final BiConsumer<Direction, Assessment> observer;

    /**
     * A guardrail of these policies, for whoever brings their own; {@link GuardrailCompiler} makes those of a
     * configuration.
     *
     * @param encoder encodes the texts for the policies
     * @param nanoTime {@link System#nanoTime} or what stands for it
     */
    public Guardrail(GuardrailConfig config, List<Policy> policies, TokenEncoder encoder, LongSupplier nanoTime) {
        this(config, policies, encoder, nanoTime, (direction, assessment) -> {});
    }

    private Guardrail(
            GuardrailConfig config,
            List<Policy> policies,
            TokenEncoder encoder,
            LongSupplier nanoTime,
            BiConsumer<Direction, Assessment> observer) {
        this.config = config;
        this.policies = List.copyOf(policies);
        this.encoder = encoder;
        this.nanoTime = nanoTime;
        this.observer = observer;
    }

    /** The same, telling someone of every assessment that it finishes, on the thread that assessed. */
    public Guardrail observedBy(BiConsumer<Direction, Assessment> other) {
        return new Guardrail(config, policies, encoder, nanoTime, other);
    }

    /** What it was told to do. */
    public GuardrailConfig config() {
        return config;
    }

    /**
     * Assesses some content. Takes time in proportion to its length: not for event loops. A thread that is interrupted
     * stops at the next policy.
     *
     * @throws TooMuchContentException when it is more than can be assessed
     * @throws AssessmentException when a policy cannot decide, or the thread is interrupted: the content must not pass
     */
    public Assessment assess(Direction direction, List<ContentBlock> blocks) {
        return assessTexts(direction, content(blocks));
    }

    /** A block made ready: what is made of it for one assessment (its encoding above all) serves in others too. */
    public AssessedText text(int index, ContentBlock block) {
        return new AssessedText(index, block, new EncodedTexts(encoder), null);
    }

    /** A part of a longer text. */
    public AssessedText excerpt(int index, ContentBlock block, AssessedText.Excerpt excerpt) {
        return new AssessedText(index, block, new EncodedTexts(encoder), excerpt);
    }

    /** As {@link #assess}, of blocks that are ready, each at its own index. */
    public Assessment assessTexts(Direction direction, List<AssessedText> content) {
        long start = nanoTime.getAsLong();
        List<Finding> findings = new ArrayList<>();
        Usage usage = Usage.NONE;
        for (Policy policy : policies) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssessmentException("The assessment was interrupted", null);
            }
            findings.addAll(policy.assess(direction, content));
            if (findings.size() > MOST_FINDINGS) {
                throw new TooMuchContentException("The guardrail finds more than " + MOST_FINDINGS
                        + " things in one content. Send less text at a time.");
            }
            usage = usage.plus(policy.usage(direction, content));
        }
        Effect effect = findings.stream().map(Finding::effect).reduce(Effect.NONE, Effect::and);
        List<Mask> masks = Mask.of(findings);
        Assessment assessment = new Assessment(
                effect,
                findings,
                content.stream().map(text -> Mask.apply(text.text(), text.index(), masks)).toList(),
                usage,
                coverage(content),
                Duration.ofNanos(nanoTime.getAsLong() - start));
        observer.accept(direction, assessment);
        return assessment;
    }

    /** The bill of some content, without assessing it: that of one part of an answer that was assessed in more. */
    public Usage usage(Direction direction, List<ContentBlock> blocks) {
        List<AssessedText> content = content(blocks);
        return policies.stream().map(policy -> policy.usage(direction, content)).reduce(Usage.NONE, Usage::plus);
    }

    private List<AssessedText> content(List<ContentBlock> blocks) {
        List<AssessedText> content = new ArrayList<>(blocks.size());
        EncodedTexts encoded = new EncodedTexts(encoder);
        for (ContentBlock block : blocks) {
            content.add(new AssessedText(content.size(), block, encoded, null));
        }
        return content;
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
}
