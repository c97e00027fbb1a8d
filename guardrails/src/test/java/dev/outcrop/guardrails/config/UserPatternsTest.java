package dev.outcrop.guardrails.config;

import java.time.Duration;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

class UserPatternsTest {

    @ParameterizedTest
    @ValueSource(strings = {"CN-[0-9]{5}", "\\b\\d{3}-\\d{2}-\\d{4}\\b", "(?i)case\\s+no\\.?",
            "(?P<n>[A-Z]{2})[0-9]{6}",
            "[]a]{3}", "[[:alpha:]{}()]+", "\\p{Lu}\\x{1F600}", "a{,5}", "a{x}", "x{1000}",
            "[a-z]{1,64}(-[a-z]{1,64}){0,9}"})
    void ordinaryPatternsCompile(String pattern) {
        assertThat(UserPatterns.compile(pattern).pattern()).isEqualTo(pattern);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(?=a)b", "(?!a)b", "(?<=a)b", "(?<!a)b", "(a)\\1", "a++", "(", ")", "[", "a{1001}", "*",
            "\\",
            "\\p{", "\\x{110000}", "(?>a)"})
    void whatRe2DoesNotHaveIsRefused(String pattern) {
        assertThatThrownBy(() -> UserPatterns.compile(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("too large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"((a{100}){100}){100}", "(a{1000}){1000}", "((((((((a{9}){9}){9}){9}){9}){9}){9}){9})",
            "(((a{0,100}){0,100}){0,100})", "((a{300,}){300,}){300,}", "([])(]a{900}){900}", "(\\)a{900}){900}",
            "([[:alpha:])]a{900}){900}", "(\\p{L}a{900}){900}", "a{900}{900}", "(a{900}*){900}", "(b|a{900}){900}"})
    void nestedRepeatsAreRefusedBeforeTheyTakeMemory(String pattern) {
        assertTimeout(Duration.ofSeconds(1), () -> assertThatThrownBy(() -> UserPatterns.compile(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("its counted repeats make it too large"));
    }

    @Test
    void quotationIsRefused() {
        assertThatThrownBy(() -> UserPatterns.compile("(\\Q)\\Ea{900}b){900}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("\\Q");
    }

    /** The count that protects memory is never below what RE2J makes, give or take what every program has. */
    @Property(tries = 3_000)
    void neverCountsTooFew(@ForAll("patterns") String pattern) {
        int instructions;
        try {
            instructions = Pattern.compile(pattern).programSize();
        } catch (PatternSyntaxException e) {
            return;
        }
        long most = Math.min(instructions, UserPatterns.MOST_INSTRUCTIONS + 1L);
        assertThat(UserPatterns.size(pattern) + 4).as(pattern).isGreaterThanOrEqualTo(most);
    }

    @Provide
    Arbitrary<String> patterns() {
        Arbitrary<String> atoms = Arbitraries.of("a", "\\d", "[0-9]", "[^]a(]", "[[:alpha:]{3}]", "\\(", "\\p{Lu}", ".",
                "^",
                "$", "{", "]", "(?i)", "\\x{41}", "", "|", "\\b", "[\\]){9}]", "é");
        return Arbitraries.lazyOf(
                () -> atoms,
                () -> Combinators.combine(patterns(), patterns()).as(String::concat),
                () -> patterns().map(inner -> "(" + inner + ")"),
                () -> patterns().map(inner -> "(?:" + inner + ")"),
                () -> Combinators
                        .combine(patterns(), Arbitraries.of("*", "+", "?", "{3}", "{0,4}", "{2,}", "{7,9}", "*?"))
                        .as((inner, repeat) -> "(" + inner + ")" + repeat),
                () -> Combinators.combine(atoms, Arbitraries.of("*", "{3}", "{0,4}", "{2,}")).as(String::concat));
    }
}
