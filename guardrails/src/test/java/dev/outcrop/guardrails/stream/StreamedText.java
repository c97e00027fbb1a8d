package dev.outcrop.guardrails.stream;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.assessment.Finding;
import org.jspecify.annotations.Nullable;

/** What came of a text that was given to a guard in pieces and assessed whenever it was due. */
final class StreamedText {
    private final StreamGuard guard;
    private final StringBuilder released = new StringBuilder();
    private final List<Assessment> assessments = new ArrayList<>();
    private int undecided;
    private @Nullable Assessment blocked;

    StreamedText(StreamGuard guard) {
        this.guard = guard;
    }

    static StreamedText of(StreamGuard guard, Iterable<String> pieces) {
        StreamedText streamed = new StreamedText(guard);
        pieces.forEach(streamed::add);
        streamed.end();
        return streamed;
    }

    void add(String piece) {
        guard.add(piece);
        assessDue();
    }

    void end() {
        guard.end();
        assessDue();
    }

    private void assessDue() {
        while (guard.isDue()) {
            assess();
        }
    }

    void assess() {
        switch (guard.assess()) {
            case Verdict.Undecided _ -> undecided++;
            case Verdict.Released(String text, Assessment assessment, boolean last) -> {
                released.append(text);
                assessments.add(assessment);
                if (last != guard.isOver()) {
                    throw new AssertionError("the last part is the end");
                }
            }
            case Verdict.Blocked(Assessment assessment) -> blocked = assessment;
        }
    }

    String released() {
        return released.toString();
    }

    boolean isBlocked() {
        return blocked != null;
    }

    /** Of the parts that passed. */
    List<Assessment> assessments() {
        return assessments;
    }

    List<Finding> findings() {
        return assessments.stream().flatMap(assessment -> assessment.findings().stream()).toList();
    }

    int undecided() {
        return undecided;
    }
}
