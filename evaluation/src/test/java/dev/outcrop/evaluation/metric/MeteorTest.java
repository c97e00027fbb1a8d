package dev.outcrop.evaluation.metric;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class MeteorTest {

    /** The specification's examples, then those of NLTK's tests and documentation that need no WordNet. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "the cats were running | the cat was running | 0.638889 | 1e-6",
            "the quick brown fox | fox brown quick the | 0.5 | 1e-6",
            "the quick brown fox | the quick brown fox | 0.992188 | 1e-6",
            "new york city | new york | 0.646552 | 1e-6",
            "the the cat | the cat the | 0.5 | 1e-6",
            "paris | paris | 0.5 | 1e-6",
            "this is a test | THIS Is a tEST | 0.9921875 | 1e-9",
            "The cat sat on the mat | on the mat sat the cat | 0.5 | 5e-5",
            "The cat sat on the mat | The cat was sat on the mat | 0.9654 | 5e-5",
            "this is a cat | x y z | 0 | 1e-12",
            "It is a guide to action that ensures that the military will forever heed Party commands"
                    + " | It is a guide to action which ensures that the military always obeys the commands of the party"
                    + " | 0.6944 | 5e-5"})
    void knownScores(String reference, String answer, double score, double tolerance) {
        assertThat(Meteor.score(List.of(reference.split(" ")), List.of(answer.split(" "))))
                .isCloseTo(score, within(tolerance));
    }

    @Test
    void textsAreTakenApartFirst() {
        assertThat(Meteor.score("Lyon, I think.", "Lyon, I think.")).isCloseTo(1 - 0.5 / 125, within(1e-9));
        assertThat(Meteor.score("Lyon", "")).isZero();
        assertThat(Meteor.score("", "")).isZero();
    }

    @Test
    void longTextsThatShareNothingTakeLittleTime() {
        List<String> reference = IntStream.range(0, 32_000).mapToObj(i -> "r" + i).toList();
        List<String> answer = IntStream.range(0, 32_000).mapToObj(i -> "h" + i).toList();
        assertThatNoException().isThrownBy(() -> assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThat(Meteor.score(reference, answer)).isZero()));
    }
}
