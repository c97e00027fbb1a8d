package dev.outcrop.guardrails.stream;

import java.util.List;

import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Span;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of an answer under assessment.
 *
 * @param start where its text begins in the answer
 * @param text what was decided before, for context, then what is to be decided
 * @param context chars of context
 * @param checked chars whose sentences were checked before
 * @param last whether the answer ends with it
 */
record Window(int start, String text, int context, int checked, boolean last) {

    /** Chars that are to be decided. */
    int held() {
        return text.length() - context;
    }

    /**
     * Up to where text may pass: spans that begin before it are certain, and none of {@code findings} that masks
     * reaches over it. Up to {@link #context} when nothing may pass.
     */
    int cut(List<Finding> findings, int reach) {
        int cut = border(reach);
        for (Span span = maskOver(findings, cut); span != null; span = maskOver(findings, cut)) {
            cut = span.start();
        }
        return cut;
    }

    /** The same when text can wait no longer: behind the masks that reach over it. */
    int forcedCut(List<Finding> findings, int reach) {
        int cut = border(reach);
        for (Span span = maskOver(findings, cut); span != null; span = maskOver(findings, cut)) {
            cut = span.end();
        }
        return cut;
    }

    private int border(int reach) {
        int latest = text.length() - reach;
        return last ? text.length() : borderBefore(text, latest, Math.max(context, latest - reach));
    }

    private static @Nullable Span maskOver(List<Finding> findings, int cut) {
        for (Finding finding : findings) {
            Span span = Findings.span(finding);
            if (finding.effect() == Effect.ANONYMIZED
                    && span != null
                    && span.block() == 0
                    && span.start() < cut
                    && span.end() > cut) {
                return span;
            }
        }
        return null;
    }

    /** Whether a finding speaks of text before the cut that was not decided before. */
    boolean counts(Finding finding, int cut) {
        Span span = Findings.span(finding);
        if (span == null) {
            return true;
        }
        if (span.block() != 0) {
            return false;
        }
        if (span.start() >= context) {
            return span.start() < cut;
        }
        // What begins in the context was judged before, with more text in front of it than now. Only what is longer than
        // the reach can be found too late: at least its rest does not pass, and nothing more when it blocks.
        return switch (finding.effect()) {
            case NONE -> false;
            case ANONYMIZED -> span.end() > context;
            case BLOCKED -> true;
        };
    }

    /**
     * Where a text can be parted at or before {@code index}: behind the last white space after {@code earliest}, else
     * behind the last character there that belongs to no word, else at {@code index}, or in front of the pair that it
     * would cut.
     */
    static int borderBefore(CharSequence text, int index, int earliest) {
        int behindSpace = behindLast(text, index, earliest, Character::isWhitespace);
        if (behindSpace >= 0) {
            return behindSpace;
        }
        int behindWord = behindLast(
                text, index, earliest, c -> !Character.isLetterOrDigit(c) && !Character.isSurrogate(c));
        return behindWord >= 0 ? behindWord : wholeCharacter(text, index);
    }

    private interface CharPredicate {
        boolean test(char c);
    }

    private static int behindLast(CharSequence text, int index, int earliest, CharPredicate wanted) {
        for (int border = index; border > Math.max(0, earliest); border--) {
            if (wanted.test(text.charAt(border - 1))) {
                return border;
            }
        }
        return -1;
    }

    private static int wholeCharacter(CharSequence text, int index) {
        boolean insidePair = index > 0
                && index < text.length()
                && Character.isHighSurrogate(text.charAt(index - 1))
                && Character.isLowSurrogate(text.charAt(index));
        return insidePair ? index - 1 : Math.max(0, index);
    }
}
