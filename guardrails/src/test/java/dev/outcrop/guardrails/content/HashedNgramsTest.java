package dev.outcrop.guardrails.content;

import java.util.Arrays;
import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class HashedNgramsTest {

    @ParameterizedTest
    @MethodSource("recorded")
    void areThoseOfTheTrainingTool(Recorded sentence) {
        assertThat(HashedNgrams.of(sentence.text())).containsExactly(sentence.buckets());
    }

    static List<Recorded> recorded() {
        return Recorded.all();
    }

    @Test
    void knowNoCaseAndNoPunctuation() {
        assertThat(HashedNgrams.of("GOOD, morning!")).containsExactly(HashedNgrams.of("good morning"));
        assertThat(HashedNgrams.of("... !? _ ''")).isEmpty();
    }

    @Test
    void costNoMoreThanTheTextOfOneEndlessWord() {
        assertThat(HashedNgrams.of("ab".repeat(500_000))).hasSizeLessThan(100);
    }

    @Property(tries = 500)
    void areDistinctAndInRange(@ForAll String text) {
        int[] buckets = HashedNgrams.of(text);

        assertThat(buckets).isSorted().doesNotHaveDuplicates();
        assertThat(Arrays.stream(buckets)).allMatch(bucket -> bucket >= 0 && bucket < HashedNgrams.BUCKETS);
    }
}
