package dev.outcrop.access.policy;

import java.time.Duration;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class WildcardTest {

    @Provide
    static Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars('a', 'b', ':', '*', '?').ofMaxLength(9);
    }

    @Provide
    static Arbitrary<String> texts() {
        return Arbitraries.strings().withChars('a', 'b', ':').ofMaxLength(12);
    }

    @Property(tries = 20_000)
    void matchesWhatTheDefinitionDoes(@ForAll("patterns") String pattern, @ForAll("texts") String text) {
        assertThat(Wildcard.of(pattern).matches(text)).isEqualTo(matches(pattern, text));
    }

    /** By definition: a star is nothing, or any character and a star again. */
    private static boolean matches(String pattern, String text) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        return switch (pattern.charAt(0)) {
            case '*' ->
                matches(pattern.substring(1), text) || (!text.isEmpty() && matches(pattern, text.substring(1)));
            case '?' -> !text.isEmpty() && matches(pattern.substring(1), text.substring(1));
            default ->
                !text.isEmpty() && text.charAt(0) == pattern.charAt(0)
                        && matches(pattern.substring(1), text.substring(1));
        };
    }

    /** The same for ARNs: wildcards before the last part stop at colons, unless a star ends its part. */
    @Property(tries = 20_000)
    void matchesPartsOfArnsAsTheDefinitionDoes(@ForAll("patterns") String pattern, @ForAll("texts") String text) {
        Wildcard.Builder builder = new Wildcard.Builder();
        String[] parts = pattern.split(":", -1);
        for (int part = 0; part < parts.length; part++) {
            if (part > 0) {
                builder.literal(":");
            }
            builder.patternInPart(parts[part]).openEnd();
        }
        assertThat(builder.build().matches(text)).isEqualTo(matchesParts(pattern, text));
    }

    private static boolean matchesParts(String pattern, String text) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        String rest = pattern.substring(1);
        return switch (pattern.charAt(0)) {
            case '*' -> {
                boolean ends = rest.replaceFirst("^\\*+", "").isEmpty()
                        || rest.replaceFirst("^\\*+", "").startsWith(":");
                yield matchesParts(rest, text)
                        || (!text.isEmpty() && (ends || text.charAt(0) != ':')
                                && matchesParts(pattern, text.substring(1)));
            }
            case '?' ->
                !text.isEmpty() && text.charAt(0) != ':' && matchesParts(rest, text.substring(1));
            default ->
                !text.isEmpty() && text.charAt(0) == pattern.charAt(0) && matchesParts(rest, text.substring(1));
        };
    }

    @ParameterizedTest
    @CsvSource({"?, \uD83D\uDE00, true", "??, \uD83D\uDE00, false", "*\uD83D\uDE00, a\uD83D\uDE00, true"})
    void charactersAreCodePoints(String pattern, String text, boolean matches) {
        assertThat(Wildcard.of(pattern).matches(text)).isEqualTo(matches);
    }

    @Test
    void hostilePatternsTakeNoTimeWorthNaming() {
        Wildcard pattern = Wildcard.of("*a".repeat(3_000) + "b");
        Wildcard longRun = Wildcard.of("*" + "a".repeat(3_000) + "b");
        String text = "a".repeat(6_000);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThat(pattern.matches(text)).isFalse();
            assertThat(longRun.matches(text)).isFalse();
        });
    }
}
