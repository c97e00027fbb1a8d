package dev.outcrop.evaluation.metric;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RougeTest {
    private static final String CATS = "The cats were running quickly across the old bridges";
    private static final String CAT = "A cat was running quickly over the old bridge";

    private static void expect(PrecisionRecall score, double precision, double recall, double f) {
        assertThat(score.precision()).isCloseTo(precision, within(1e-5));
        assertThat(score.recall()).isCloseTo(recall, within(1e-5));
        assertThat(score.f()).isCloseTo(f, within(1e-5));
    }

    @Test
    void workedExamples() {
        expect(Rouge.ROUGE_1.score(CATS, CAT), 0.666667, 0.666667, 0.666667);
        expect(Rouge.ROUGE_1.score(CATS, CAT, false), 0.444444, 0.444444, 0.444444);
        expect(Rouge.ROUGE_2.score(CATS, CAT), 0.375, 0.375, 0.375);
        expect(Rouge.ROUGE_2.score(CATS, CAT, false), 0.25, 0.25, 0.25);
        expect(Rouge.ROUGE_L.score(CATS, CAT), 0.666667, 0.666667, 0.666667);
        expect(Rouge.ROUGE_L.score(CATS, CAT, false), 0.444444, 0.444444, 0.444444);
        expect(Rouge.ROUGE_1.score("the cat sat", "the cat sat on the mat"), 0.5, 1, 0.666667);
        expect(Rouge.ROUGE_2.score("the cat sat", "the cat sat on the mat"), 0.4, 1, 0.571429);
        assertThat(Rouge.ROUGE_L.score("the cat sat", "sat the cat").f()).isCloseTo(0.666667, within(1e-6));
        assertThat(Rouge.ROUGE_1.score("one", "one").f()).isEqualTo(1);
        assertThat(Rouge.ROUGE_2.score("one", "one").f()).isZero();
        assertThat(Rouge.ROUGE_L.score("one", "one").f()).isEqualTo(1);
        assertThat(Rouge.ROUGE_L.score("", "one")).isEqualTo(PrecisionRecall.NONE);
        assertThat(Rouge.tokens("Élan vital's U.S. 3.5", false)).containsExactly("lan", "vital", "s", "u", "s", "3",
                "5");
    }

    /** Texts and scores from google-research's rouge_scorer_test.py, computed there by the original ROUGE-1.5.5 script. */
    @Test
    void theOriginalScript() {
        String target1 = "ZfbCUIUuePaiLVUlCaUXxkpu XPeWing tUHfPMuZ',-Xd Y BrUgVJing M-HV.-DgdDaY.rFDJCRing Ht-LM"
                + " EKBDXkME,yz'RBr q'wtion wIojNbN wL,b .a-'XdQggyFl jB-RPP'iyOIcUxer tKM L";
        String prediction1 = "rFDJCRtion Ht-LM EKtDXkME,yz'RBr q'wer wrojNbN wL,b .a-'XdQggyFl jB-RPP'iyOIcUxi";
        String target2 = "KsJdPByEtAor fE-Qg Dpdbring cw-WeFyu vC MoBL Xdn g wkvcEiGvKtion BDFhrpMtion psing sbKao Q m"
                + " qiing LMmer HqqLFXe,XPY,J XsurkMer ,ed nB'wH'bWVHjWFEing tQ.saefZwJtKrTlixYpMMsJing"
                + " UCAPwNHeYVjDing c T BUySKtion gMPfJpwGw p'NvxAoping eu pBwMBKV'I DNxqelhu,PHPxDEq,mtion SN";
        String prediction2 = "n cw-WeFyu vC MoBL Xdn g wkvcEiGvKtion BDFhrpMer pstion sbKao Q m qier LMmed"
                + " HqqLFXe,XPY,J XsurkMeo ,ed nB'wH'bWVHjWFEer tQ.saefZwJtKrTlixYpMMNJtion UCAPwNHeYVjD";
        expect(Rouge.ROUGE_1.score(target1, prediction1, false), 0.68750, 0.40741, 0.51163);
        expect(Rouge.ROUGE_2.score(target1, prediction1, false), 0.53333, 0.30769, 0.39024);
        expect(Rouge.ROUGE_1.score(target2, prediction2, true), 0.69231, 0.42857, 0.52941);
        expect(Rouge.ROUGE_1.score(target2, prediction2, false), 0.65385, 0.40476, 0.5);
        expect(Rouge.ROUGE_2.score(target2, prediction2, false), 0.48, 0.29268, 0.36364);
        expect(Rouge.ROUGE_L.score(target2, prediction2, false), 0.65385, 0.40476, 0.5);
    }
}
