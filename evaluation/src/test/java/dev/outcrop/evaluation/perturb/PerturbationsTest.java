package dev.outcrop.evaluation.perturb;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class PerturbationsTest {
    private static final String LYON = "Which river flows through the city of Lyon?";
    private static final String FOX = "A quick brown fox jumps over the lazy dog 10 times.";

    /** Texts drawn by fmeval with NumPy: the specification's, then those of its test_semantic_perturbations.py. */
    static Stream<Arguments> drawnByNumPy() {
        return Stream.of(
                arguments(new Perturbation.ButterFinger(0.1), 5, LYON, List.of(
                        "Whicg guver flows thrmugh tkx city of Lyon?",
                        "Whidm river flows through the city of Lyon?",
                        "Fhich rivef flows throngh the city of Lyjn?",
                        "Wyich river flows throhgh the city of Lyon?",
                        "Whibh river flows throudh uhe city of Lyon?")),
                arguments(new Perturbation.RandomUpperCase(0.1), 5, LYON, List.of(
                        "Which river flows through The citY of Lyon?",
                        "WhIch river flows through the city of LyOn?",
                        "WHIch river flows through the city of Lyon?",
                        "Which rivEr Flows through The City of Lyon?",
                        "Which rIver flows through the citY oF Lyon?")),
                arguments(new Perturbation.WhiteSpaceAddRemove(0.05, 0.1), 5, LYON, List.of(
                        "Which ri v er flows through theci ty of Lyon?",
                        "Whichriver flows through the city of Lyon?",
                        "Whi ch river flows throught he city of Lyon?",
                        "W h ichriver flows through th e ci ty of Lyon?",
                        "Which ri v er flows through the cit y of Lyon?")),
                arguments(new Perturbation.ButterFinger(0.1), 3, FOX, List.of(
                        "Q qhick brown fox jumps ovtr che lazy dog 10 times.",
                        "A quick brown fox jumps oeer the lazy cog 10 times.",
                        "A qunck brown fpx jumps over the lazf dog 10 times.")),
                arguments(new Perturbation.ButterFinger(0.2), 10, FOX, List.of(
                        "A qmyck brown fmr jumps over the mazy dot 10 timvs.",
                        "A quick briwn fox uumps oveg tke lavy bog 10 clmes.")),
                arguments(new Perturbation.RandomUpperCase(0.1), 3, FOX, List.of(
                        "A quIck BRoWn fox jumps over the lazy Dog 10 times.",
                        "A quIck brown fOx jumPs Over thE lazy dog 10 times.",
                        "A quiCk brown fox jUmpS over the lazy dog 10 Times.")),
                arguments(new Perturbation.RandomUpperCase(0.2), 10, FOX, List.of(
                        "A quick bRoWn fox jumps OvEr the lazY Dog 10 timeS.",
                        "A qUick brOwn fOx jumps oveR the laZY doG 10 TImes.")),
                arguments(new Perturbation.WhiteSpaceAddRemove(0.05, 0.1), 3, FOX, List.of(
                        "A quick brown fox jum ps overthe lazy dog 10 times.",
                        "A quick brown fox jumpsover the lazy dog 10 times.",
                        "A q uick brownfox jumps over the lazy dog 10 times.")),
                arguments(new Perturbation.WhiteSpaceAddRemove(0.4, 0.2), 10, FOX, List.of(
                        "A qu ic k brow n fox  j um ps  ov e r th e  la z y  d og 1 0  tim es . ",
                        "A quick br ow n fox  ju m p s over t h ela z y d og10  tim e s .")));
    }

    @ParameterizedTest
    @MethodSource("drawnByNumPy")
    void changesTextsAsFmevalDoes(Perturbation kind, int seed, String text, List<String> changed) {
        NumPyRandom random = new NumPyRandom(seed);
        List<String> ours = new ArrayList<>();
        for (int i = 0; i < changed.size(); i++) {
            ours.add(kind.apply(text, random));
        }
        assertThat(ours).isEqualTo(changed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "I have 21 dogs. | I have twenty-one dogs.",
            "105, then 7 | one hundred five, then seven",
            "3.5 and 1,000 stay, so does v2 and 4th | 3.5 and 1,000 stay, so does v2 and 4th",
            "999999999999 | nine hundred ninety-nine billion nine hundred ninety-nine million nine hundred ninety-nine"
                    + " thousand nine hundred ninety-nine",
            "1000000000000 | 1000000000000",
            "Born in 7. | Born in seven."})
    void spellsNumbers(String text, String spelled) {
        assertThat(new Perturbation.NumbersToWords().apply(text, new NumPyRandom(0))).isEqualTo(spelled);
    }

    @Test
    void aPromptGetsOneVariantOfEachKind() {
        assertThat(new Perturbations(1, "Builtin.BoolQ").of(FOX, 0)).extracting(Perturbations.Variant::kind)
                .containsExactly(
                        "lower_case", "butter_finger", "numbers_to_words", "random_upper_case",
                        "whitespace_add_remove");
    }

    @Test
    void kindsThatChangeNothingAreReplacedByTypingSlips() {
        List<Perturbations.Variant> variants = new Perturbations(1, "mine").of("which river flows through lyon", 3);
        assertThat(variants).hasSize(Perturbations.VARIANTS);
        assertThat(variants.stream().map(Perturbations.Variant::prompt).distinct()).hasSize(Perturbations.VARIANTS);
        assertThat(variants).extracting(Perturbations.Variant::kind).doesNotContain("lower_case", "numbers_to_words");
    }

    @Test
    void whatCannotBeChangedHasNoVariants() {
        assertThat(new Perturbations(1, "mine").of("", 0)).isEmpty();
        assertThat(new Perturbations(1, "mine").of("??", 0)).hasSizeLessThan(Perturbations.VARIANTS);
    }

    @Test
    void variantsDependOnSeedDataSetAndRecordAlone() {
        List<Perturbations.Variant> variants = new Perturbations(1, "mine").of(LYON, 3);
        assertThat(new Perturbations(1, "mine").of(LYON, 3)).isEqualTo(variants);
        assertThat(new Perturbations(2, "mine").of(LYON, 3)).isNotEqualTo(variants);
        assertThat(new Perturbations(1, "other").of(LYON, 3)).isNotEqualTo(variants);
        assertThat(new Perturbations(1, "mine").of(LYON, 4)).isNotEqualTo(variants);
    }
}
