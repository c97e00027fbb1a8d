package dev.outcrop.catalog;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class ServingRulesTest {

    private static ServingRule rule(String match) {
        return new ServingRule(match, "gguf", match);
    }

    @ParameterizedTest
    @CsvSource({
            "meta.llama3-8b-instruct-v1:0, meta.llama3-8b-instruct-v1:0, true",
            "meta.llama3-8b-instruct-v1:0, meta.llama3-8b-instruct-v1, false",
            "meta.*, meta.llama3-8b-instruct-v1:0, true",
            "meta.*, xmeta.llama, false", "*llama*, meta.llama3-8b-instruct-v1:0, true", "*-v1:0, a-v1:0, true",
            "*-v1:0, a-v1:0:4k, false", "a*b*c, abc, true", "a*b*c, acb, false", "aa*aa, aaa, false",
            "*, anything, true",
            "a**b, ab, true", "A*, a1, false"})
    void starsStandForAnyText(String match, String modelId, boolean answers) {
        assertThat(rule(match).answers(modelId)).isEqualTo(answers);
    }

    @Property(tries = 2000)
    void agreesWithAPattern(
            @ForAll @StringLength(max = 6) @Chars({'a', 'b', '*'}) String match,
            @ForAll @StringLength(max = 8) @CharRange(from = 'a', to = 'b') String text) {
        String pattern = Arrays.stream(match.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        assertThat(rule(match).answers(text)).isEqualTo(Pattern.matches(pattern, text));
    }

    @Test
    void aHostileMatchTakesLinearTime() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(rule("*a".repeat(1_000) + "b").answers("a".repeat(2_048))).isFalse());
    }

    @Test
    void theFirstRuleThatMatchesWins() {
        ServingRules rules = new ServingRules(List.of(rule("meta.llama3-*"), rule("meta.*"), rule("*")));
        assertThat(rules.of("meta.llama3-8b-instruct-v1:0")).contains(rule("meta.llama3-*"));
        assertThat(rules.of("meta.llama2-13b-chat-v1")).contains(rule("meta.*"));
        assertThat(rules.of("amazon.titan-tg1-large")).contains(rule("*"));
        assertThat(new ServingRules(List.of()).of("amazon.titan-tg1-large")).isEmpty();
    }

    @Test
    void aRuleForWhateverComesNamesNothing() {
        assertThat(new ServingRules(List.of(rule("*"))).names("my-llama")).isFalse();
        assertThat(new ServingRules(List.of(rule("*"), rule("my-*"))).names("my-llama")).isTrue();
    }

    @Test
    void onlyWhatIsSpelledOutIsAnId() {
        ServingRules rules = new ServingRules(
                List.of(rule("my-llama"), rule("my-*"), rule("*"), rule("a"), rule("my-llama")));
        assertThat(rules.ids()).containsExactly("my-llama", "a");
    }

    @Test
    void aRuleMayNameAModelAsItsCallersDo() {
        ResolvedModel model = new ResolvedModel(
                "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0",
                "amazon.nova-lite-v1:0",
                null,
                "us.amazon.nova-lite-v1:0",
                "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0",
                List.of("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"));
        assertThat(rule("amazon.nova-*").answers(model)).isTrue();
        assertThat(rule("us.amazon.nova-lite-v1:0").answers(model)).isTrue();
        assertThat(rule("eu.*").answers(model)).isFalse();
    }
}
