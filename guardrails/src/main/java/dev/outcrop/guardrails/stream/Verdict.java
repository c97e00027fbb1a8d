package dev.outcrop.guardrails.stream;

import dev.outcrop.guardrails.assessment.Assessment;

/** What became of the text that a window held. */
public sealed interface Verdict {

    /** It takes more text to tell; nothing may pass yet. */
    record Undecided() implements Verdict {}

    /**
     * The next part of the answer may pass.
     *
     * @param text that part, masked
     * @param assessment of that part alone: findings whose span begins in it (spans count from the start of the answer,
     *     block 0), its text units and coverage; what has no span is judged on the whole window and some context
     * @param last whether it is the last part
     */
    record Released(String text, Assessment assessment, boolean last) implements Verdict {}

    /**
     * Nothing more of the answer may pass.
     *
     * @param assessment of everything that the window held
     */
    record Blocked(Assessment assessment) implements Verdict {}
}
