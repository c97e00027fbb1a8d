package dev.outcrop.evaluation.metric;

import java.util.Set;

import dev.outcrop.evaluation.text.QuacText;
import dev.outcrop.evaluation.text.WhiteSpace;

/**
 * How far an answer to a question agrees with its reference, over distinct normalised words (fmeval, "QA accuracy"). All
 * from 0 to 1.
 *
 * @param f1 harmonic mean of precision and recall
 * @param exactMatch whether both texts are the same but for white space at their ends
 * @param quasiExactMatch whether both are the same once normalised
 * @param precision share of the answer's words that the reference has
 * @param recall share of the reference's words that the answer has
 */
public record WordOverlap(double f1, double exactMatch, double quasiExactMatch, double precision, double recall) {

    /**
     * The scores of an answer. With several references each score is the best over them, so two scores may come from two
     * references.
     */
    public static WordOverlap of(String answer, String reference) {
        WordOverlap best = new WordOverlap(0, 0, 0, 0, 0);
        for (String one : References.of(reference)) {
            best = best.max(ofOne(answer, one));
        }
        return best;
    }

    private WordOverlap max(WordOverlap other) {
        return new WordOverlap(
                Math.max(f1, other.f1),
                Math.max(exactMatch, other.exactMatch),
                Math.max(quasiExactMatch, other.quasiExactMatch),
                Math.max(precision, other.precision),
                Math.max(recall, other.recall));
    }

    private static WordOverlap ofOne(String answer, String reference) {
        Set<String> said = QuacText.words(answer);
        Set<String> wanted = QuacText.words(reference);
        double shared = said.stream().filter(wanted::contains).count();
        double precision = said.isEmpty() ? 0 : shared / said.size();
        double recall = wanted.isEmpty() ? 0 : shared / wanted.size();
        String strippedAnswer = WhiteSpace.strip(answer);
        String strippedReference = WhiteSpace.strip(reference);
        return new WordOverlap(
                shared == 0 ? 0 : 2 * precision * recall / (precision + recall),
                strippedAnswer.equals(strippedReference) ? 1 : 0,
                QuacText.normalise(strippedAnswer).equals(QuacText.normalise(strippedReference)) ? 1 : 0,
                precision,
                recall);
    }
}
