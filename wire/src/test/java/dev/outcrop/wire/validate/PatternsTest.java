package dev.outcrop.wire.validate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

import dev.outcrop.wire.model.ApiModel;
import dev.outcrop.wire.model.Shape;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PatternsTest {
    private static final Set<String> PUBLISHED = published();

    private static Set<String> published() {
        Set<String> patterns = new LinkedHashSet<>();
        for (String name : List.of("bedrock-runtime", "bedrock")) {
            for (Shape shape : ApiModel.load("/dev/outcrop/wire/model/" + name + ".json").shapes()) {
                if (shape instanceof Shape.Text text && text.pattern() != null) {
                    patterns.add(Objects.requireNonNull(text.pattern()));
                }
            }
        }
        return patterns;
    }

    @Test
    void allPatternsOfBothModelsAreThere() {
        assertThat(PUBLISHED).hasSize(117);
    }

    @Property(tries = 40)
    void everyPatternMeansWhatItMeansInJava(@ForAll long seed) {
        Random random = new Random(seed);
        for (String pattern : PUBLISHED) {
            Pattern oracle = Pattern.compile(pattern);
            String text = PatternSamples.grow(pattern, random);
            for (int i = 0; i < 8; i++) {
                // A backtracking matcher could need exponential time beyond this many.
                if (text.chars().filter(c -> c == '-').count() < 16) {
                    assertThat(Patterns.compile(pattern).matches(text))
                            .as("%s on '%s'", pattern, text)
                            .isEqualTo(oracle.matcher(text).matches());
                }
                text = PatternSamples.damage(text, random);
            }
        }
    }

    @Test
    void everyPatternIsComparedOnStringsThatMatchAndThatDoNot() {
        Random random = new Random(1);
        for (String pattern : PUBLISHED) {
            int matching = 0;
            for (int i = 0; i < 200; i++) {
                matching += Patterns.matches(pattern, PatternSamples.grow(pattern, random)) ? 1 : 0;
            }
            assertThat(matching).as(pattern).isGreaterThan(10);
        }
    }

    /** The exponential family: names of batch jobs, against the equivalent that a look at the pattern gives. */
    @Property(tries = 2_000)
    void namesOfBatchJobs(@ForAll("namesWithHyphens") String name) {
        assertThat(Patterns.matches("[a-zA-Z0-9]{1,63}(-*[a-zA-Z0-9\\+\\-\\.]){0,63}", name))
                .isEqualTo(name.matches("[a-zA-Z0-9][a-zA-Z0-9+.\\-]*+"));
    }

    @Property(tries = 2_000)
    void tokensOfBatchJobs(@ForAll("namesWithHyphens") String token) {
        assertThat(Patterns.matches("[a-zA-Z0-9]{1,256}(-*[a-zA-Z0-9]){0,256}", token))
                .isEqualTo(token.matches("[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"));
    }

    /** The family that takes a stack frame a character, against its possessive form. */
    @Property(tries = 2_000)
    void namesOfModels(@ForAll("namesWithHyphens") String name) {
        assertThat(Patterns.matches("([0-9a-zA-Z][_-]?)+", name)).isEqualTo(name.matches("(?:[0-9a-zA-Z][_-]?+)++"));
    }

    @Provide
    Arbitrary<String> namesWithHyphens() {
        return Arbitraries.strings().withChars("aZ0---__+.é").ofMaxLength(63);
    }

    @Test
    void longStringsTakeBoundedTimeAndStack() throws Exception {
        List<String> texts = new ArrayList<>();
        Random random = new Random(3);
        for (String unit : List.of("a", "-", "a-", "a_", "A.", "0:", "/", "a/", "é", "\ud83d\ude39", "arn:aws", " ",
                "\n")) {
            texts.add(unit.repeat(2_048 / unit.length()));
            texts.add(unit.repeat(2_047 / unit.length()) + "!");
        }
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread smallStack = new Thread(
                null,
                () -> {
                    for (String pattern : PUBLISHED) {
                        List<String> all = new ArrayList<>(texts);
                        String grown = PatternSamples.grow(pattern, random);
                        all.add((grown + "a".repeat(2_048)).substring(0, 2_048));
                        all.add(grown.repeat(2_048 / Math.max(1, grown.length()) + 1).substring(0,
                                grown.isEmpty() ? 0 : 2_048));
                        for (String text : all) {
                            long start = System.nanoTime();
                            boolean matches = Patterns.matches(pattern, text);
                            long millis = (System.nanoTime() - start) / 1_000_000;
                            assertThat(millis).as("%s: %s in ms", pattern, matches).isLessThan(2_000);
                        }
                    }
                },
                "small-stack",
                128 * 1024);
        smallStack.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        smallStack.start();
        smallStack.join();
        assertThat(failure.get()).isNull();
    }

    @Test
    void whatMatchedIsRememberedOnlyForItsPattern() {
        assertThat(Patterns.matches("[a-z]+", "abc")).isTrue();
        assertThat(Patterns.matches("[a-z]+", "abc")).isTrue();
        assertThat(Patterns.matches("[0-9]+", "abc")).isFalse();
        for (int i = 0; i < 2_000; i++) {
            assertThat(Patterns.matches("[a-z]+[0-9]+", "a" + i)).isTrue();
            assertThat(Patterns.matches("[a-z]+[0-9]+", i + "a")).isFalse();
        }
    }

    @Test
    void countsBeyondTheEngineAreLifted() {
        assertThat(Patterns.translate("a{2,1024}b{3}c{1,}")).isEqualTo("a{2,}b{3}c{1,}");
        assertThat(Patterns.matches("s3://[a-z]{3,1024}", "s3://" + "a".repeat(1_010))).isTrue();
    }
}
