package dev.outcrop.guardrails.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

import dev.outcrop.guardrails.Guardrail;
import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.assessment.Coverage;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Mask;
import dev.outcrop.guardrails.assessment.Span;
import dev.outcrop.guardrails.assessment.Usage;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.GroundingFilter;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.ContentBlock;
import dev.outcrop.guardrails.text.TextView;

/**
 * Assesses an answer that arrives in pieces, in windows that overlap.
 *
 * <p>A window closes when enough text waits, or has waited long enough, or the answer ends. It is assessed together
 * with a stretch of text before it that was decided earlier. What may pass then ends a <em>reach</em> before the end of
 * the window, at white space if there is any near, and in front of any mask that reaches over that point; the rest
 * waits for the next window. So:
 *
 * <ul>
 * <li>No character passes before it was assessed with a reach of text behind it (or all there is).
 * <li>A span of up to a reach is seen whole before its first character passes, wherever pieces and windows begin and
 * end. A policy that decides on a span by at most a reach of text to either side of it finds in a stream exactly what
 * it finds in the whole answer: the same text is masked, or the answer is blocked before any of the span has passed.
 * <li>Every finding with a span counts in the one window in which the beginning of its span passes.
 * <li>A longer span is masked whole as long as it is recognised by what is seen of it, up to the limit of text that may
 * wait; beyond that its parts are masked one by one. A longer span that blocks does so as soon as it is recognised.
 * <li>While a span that would block still waits for its context nothing passes: a policy that blocks need not say what
 * it would have masked.
 * </ul>
 *
 * <p>Topics and content filters judge each window with its context. Grounding judges each sentence once, when it is
 * complete: a window's context reaches back to the beginning of one that was not. An answer is irrelevant to its query only if every
 * window is (Amazon Bedrock user guide, "Use contextual grounding check"): that is known with the last one.
 *
 * <p>One thread may add pieces while another one assesses; windows are assessed one at a time.
 */
public final class StreamGuard {
    private final Guardrail guardrail;
    private final List<ContentBlock> references;
    /** Ready for every window: a source may be a hundred times as long as one, and is encoded once. */
    private final List<AssessedText> referenceTexts;
    private final boolean grounded;
    private final Windows windows;
    private final boolean masks;
    private final LongSupplier nanoTime;

    // Guarded by this.
    private final StringBuilder text = new StringBuilder();
    private int start;
    private int context;
    private int checked;
    private int due;
    private int soonest;
    private long closedNanos;
    private boolean complete;
    private boolean over;
    private boolean relevant;

    private StreamGuard(
            Guardrail guardrail,
            List<ContentBlock> references,
            Windows windows,
            boolean masks,
            LongSupplier nanoTime) {
        this.guardrail = guardrail;
        this.references = List.copyOf(references);
        this.referenceTexts = texts(guardrail, references);
        this.grounded = !references.isEmpty() && !guardrail.config().groundingFilters().isEmpty();
        this.windows = windows;
        this.masks = masks;
        this.nanoTime = nanoTime;
        this.due = windows.size();
        this.soonest = windows.soonest();
        this.closedNanos = nanoTime.getAsLong();
    }

    private static List<AssessedText> texts(Guardrail guardrail, List<ContentBlock> references) {
        List<AssessedText> texts = new ArrayList<>(references.size());
        for (ContentBlock reference : references) {
            texts.add(guardrail.text(1 + texts.size(), reference));
        }
        return List.copyOf(texts);
    }

    /**
     * A guard whose caller holds text back until it is released.
     *
     * @param references what the answer must be grounded in: sources and queries
     * @param nanoTime {@link System#nanoTime} or what stands for it
     */
    public static StreamGuard synchronous(
            Guardrail guardrail, List<ContentBlock> references, Windows windows, LongSupplier nanoTime) {
        return new StreamGuard(guardrail, references, windows, true, nanoTime);
    }

    /**
     * A guard whose caller lets text pass at once. Nothing can be masked: what would be is reported without effect.
     *
     * @param references what the answer must be grounded in: sources and queries
     * @param nanoTime {@link System#nanoTime} or what stands for it
     */
    public static StreamGuard asynchronous(
            Guardrail guardrail, List<ContentBlock> references, Windows windows, LongSupplier nanoTime) {
        return new StreamGuard(guardrail, references, windows, false, nanoTime);
    }

    /** Adds the next piece of the answer. */
    public synchronized void add(String piece) {
        if (!over) {
            text.append(piece);
        }
    }

    /** The answer is complete. */
    public synchronized void end() {
        complete = true;
    }

    /** Whether {@link #assess} has something to do now. */
    public synchronized boolean isDue() {
        int held = held();
        if (over || held == 0) {
            return false;
        }
        return complete || held >= due || (held >= soonest && isPatienceSpent());
    }

    /** Whether everything is decided: the answer is complete or blocked. */
    public synchronized boolean isOver() {
        return over || (complete && held() == 0);
    }

    /** Chars that are not decided yet. */
    public synchronized int held() {
        return text.length() - context;
    }

    private boolean isPatienceSpent() {
        return nanoTime.getAsLong() - closedNanos >= windows.patience().toNanos();
    }

    /**
     * Assesses what waits, one window of it. Takes time: not for event loops.
     *
     * @throws IllegalStateException when nothing waits
     * @throws dev.outcrop.guardrails.policy.AssessmentException when a policy cannot decide: nothing more may pass
     */
    public Verdict assess() {
        Window window = take();
        AssessedText answer = guardrail.excerpt(
                0,
                ContentBlock.guarded(window.text()),
                new AssessedText.Excerpt(window.checked(), window.last(), windows.size()));
        List<AssessedText> content = new ArrayList<>(1 + referenceTexts.size());
        content.add(answer);
        content.addAll(referenceTexts);
        Assessment assessed = guardrail.assessTexts(Direction.OUTPUT, content);
        return settle(window, assessed, grounded ? checked(answer) : 0);
    }

    /** Up to where the sentences of a window have been checked, in chars of it. */
    private static int checked(AssessedText answer) {
        List<TextView.Range> sentences = answer.sentences();
        return sentences.isEmpty()
                ? 0
                : answer.span(answer.folded(), sentences.getLast().start(), sentences.getLast().end()).end();
    }

    private List<ContentBlock> content(String answer) {
        List<ContentBlock> content = new ArrayList<>(references.size() + 1);
        content.add(ContentBlock.guarded(answer));
        content.addAll(references);
        return content;
    }

    private synchronized Window take() {
        if (over || held() == 0) {
            throw new IllegalStateException("nothing waits to be assessed");
        }
        closedNanos = nanoTime.getAsLong();
        int end = context + Math.min(held(), due);
        int from = contextStart(end - context);
        if (grounded) {
            from = Math.min(from, Math.max(0, checked - start));
        }
        return new Window(
                start + from,
                text.substring(from, end),
                context - from,
                Math.max(0, checked - start - from),
                complete && end == text.length());
    }

    /** A short window gets a long context: classifiers judge a window's worth of text each time. */
    private int contextStart(int held) {
        int wanted = Math.max(windows.reach(), windows.size() - held);
        int earliest = context - wanted - windows.reach();
        boolean beginsWithTheAnswer = start == 0 && earliest <= 0;
        return beginsWithTheAnswer ? 0 : Window.borderBefore(text, context - wanted, earliest);
    }

    private synchronized Verdict settle(Window window, Assessment assessed, int checkedTo) {
        List<Finding> findings = assessed.findings().stream().map(finding -> inStream(finding, window)).toList();
        boolean forced = window.held() >= windows.limit();
        int cut = forced
                ? window.forcedCut(findings, windows.reach())
                : window.cut(findings, windows.reach());
        boolean blocks = findings.stream().anyMatch(finding -> isBlock(finding) && window.counts(finding, cut));
        boolean mayBlock = findings.stream().anyMatch(StreamGuard::isBlock);
        if (blocks || (mayBlock && forced)) {
            over = true;
            return new Verdict.Blocked(part(window, window.text().length(), findings, assessed.processing()));
        }
        if (mayBlock || cut <= window.context()) {
            due = Math.min(windows.limit(), window.held() + windows.reach());
            soonest = due;
            return new Verdict.Undecided();
        }
        Assessment part = part(window, cut, findings, assessed.processing());
        checked = Math.max(checked, window.start() + checkedTo);
        pass(cut - window.context());
        over = window.last();
        return new Verdict.Released(part.texts().getFirst(), part, over);
    }

    private static boolean isBlock(Finding finding) {
        return finding.effect() == Effect.BLOCKED;
    }

    private Finding inStream(Finding finding, Window window) {
        if (finding instanceof Finding.Grounding check && check.type() == GroundingFilter.Type.RELEVANCE) {
            relevant |= !check.detected();
            return window.last() && !relevant ? check : Findings.undetected(check);
        }
        return masks ? finding : Findings.unmasked(finding);
    }

    /** The assessment of a window's text up to {@code cut} as a part of the answer. */
    private Assessment part(Window window, int cut, List<Finding> findings, Duration processing) {
        String original = window.text().substring(window.context(), cut);
        List<Finding> counted = findings.stream().filter(finding -> window.counts(finding, cut)).toList();
        Effect effect = counted.stream().map(Finding::effect).reduce(Effect.NONE, Effect::and);
        Usage usage = guardrail.usage(Direction.OUTPUT, content(original));
        int characters = original.codePointCount(0, original.length());
        return new Assessment(
                effect,
                counted.stream().map(finding -> inAnswer(finding, window)).toList(),
                List.of(effect == Effect.BLOCKED ? original : masked(original, window, counted)),
                usage,
                new Coverage(characters, characters),
                processing);
    }

    private static Finding inAnswer(Finding finding, Window window) {
        Span span = Findings.span(finding);
        return span == null
                ? finding
                : Findings.at(new Span(0, window.start() + span.start(), window.start() + span.end()), finding);
    }

    private static String masked(String original, Window window, List<Finding> counted) {
        List<Mask> masks = new ArrayList<>();
        for (Mask mask : Mask.of(counted)) {
            int begin = Math.max(0, mask.span().start() - window.context());
            masks.add(new Mask(new Span(0, begin, mask.span().end() - window.context()), mask.placeholder()));
        }
        return Mask.apply(original, 0, masks);
    }

    private void pass(int chars) {
        context += chars;
        due = windows.size();
        soonest = windows.soonest();
        int forgotten = context - windows.size() - windows.reach();
        if (forgotten > 0) {
            text.delete(0, forgotten);
            start += forgotten;
            context -= forgotten;
        }
    }
}
