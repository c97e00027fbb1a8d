package dev.outcrop.guardrails.topics;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.config.DeniedTopic;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.Handling;
import dev.outcrop.guardrails.config.Handlings;
import dev.outcrop.guardrails.policy.AssessmentException;
import dev.outcrop.guardrails.testing.WordVectors;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.ContentBlock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicPolicyTest {
    private static final String ON_TOPIC = "tulip bulbs beneath oak mulch";
    private static final String OFF_TOPIC = "quarterly ledger reconciliation spreadsheet";

    private final WordVectors encoder = new WordVectors(50);
    private final TopicMatchers matchers = new TopicMatchers(encoder);

    @Test
    void reportsEveryTopicWhetherDetectedOrNot() {
        assertThat(policy(topic("Bulbs", Handlings.BLOCK), other(Handlings.BLOCK)).assess(Direction.INPUT,
                content(ON_TOPIC)))
                .containsExactly(
                        new Finding.Topic("Bulbs", Effect.BLOCKED, true),
                        new Finding.Topic("Ledgers", Effect.NONE, false));
    }

    @Test
    void findsOneSentenceAmongManyAndInAnyBlock() {
        String text = OFF_TOPIC + ". " + "violin lesson harbour fog. ".repeat(30) + ON_TOPIC + ". granite quarry dust.";
        assertThat(detected(text)).isTrue();
        assertThat(detected(OFF_TOPIC, ON_TOPIC)).isTrue();
        assertThat(detected(text.replace(ON_TOPIC, OFF_TOPIC))).isFalse();
    }

    @Test
    void readsDisguisedText() {
        assertThat(detected("t\u200Bul\u200Bip b\u200Bulbs ben\u200Beath o\u200Bak mul\u200Bch")).isTrue();
    }

    @Test
    void doesNotLookAtUnguardedBlocks() {
        TopicPolicy policy = policy(topic("Bulbs", Handlings.BLOCK));
        List<AssessedText> content = List.of(new AssessedText(0, ContentBlock.unguarded(ON_TOPIC), encoder));
        assertThat(policy.assess(Direction.INPUT, content))
                .containsExactly(new Finding.Topic("Bulbs", Effect.NONE, false));
        assertThat(policy.usage(Direction.INPUT, content).topic()).isZero();
    }

    @Test
    void onlyReportsWhereItIsToldNotToBlock() {
        TopicPolicy policy = policy(topic("Bulbs", new Handlings(Handling.DETECT, Handling.BLOCK)));
        assertThat(policy.assess(Direction.INPUT, content(ON_TOPIC)))
                .containsExactly(new Finding.Topic("Bulbs", Effect.NONE, true));
        assertThat(policy.assess(Direction.OUTPUT, content(ON_TOPIC)))
                .containsExactly(new Finding.Topic("Bulbs", Effect.BLOCKED, true));
    }

    @Test
    void case40NeitherLooksNorCountsWhereDisabled() {
        TopicPolicy policy = policy(topic("Bulbs", new Handlings(Handling.BLOCK, Handling.DISABLED)));
        int encoded = encoder.encoded();
        List<AssessedText> content = content(ON_TOPIC);
        assertThat(policy.assess(Direction.OUTPUT, content)).isEmpty();
        assertThat(policy.usage(Direction.OUTPUT, content).topic()).isZero();
        assertThat(encoder.encoded()).isEqualTo(encoded);
        assertThat(policy.usage(Direction.INPUT, content).topic()).isEqualTo(1);
    }

    @Test
    void countsUnitsOfAThousandCharacters() {
        TopicPolicy policy = policy(topic("Bulbs", Handlings.BLOCK));
        assertThat(policy.usage(Direction.INPUT, content("x".repeat(1_000))).topic()).isEqualTo(1);
        assertThat(policy.usage(Direction.INPUT, content("x".repeat(1_001))).topic()).isEqualTo(2);
    }

    @Test
    void needsNoExamples() {
        DeniedTopic topic = new DeniedTopic("tulip bulbs", "tulip bulbs beneath oak mulch", List.of(), Handlings.BLOCK);
        assertThat(policy(topic).assess(Direction.INPUT, content(ON_TOPIC, OFF_TOPIC)).getFirst().detected()).isTrue();
        assertThat(policy(topic).assess(Direction.INPUT, content(OFF_TOPIC)).getFirst().detected()).isFalse();
    }

    @Test
    void findsNothingInTextWithoutAnythingToRead() {
        assertThat(detected("\u200B \n")).isFalse();
        assertThat(detected("")).isFalse();
    }

    @Test
    void doesNotPassWhatTheEncoderSeesNothingIn() {
        assertThatThrownBy(() -> detected("\u2014 ... !")).isInstanceOf(AssessmentException.class);
    }

    @Test
    void doesNotPassWhatCouldNotBeEncoded() {
        TopicPolicy policy = policy(topic("Bulbs", Handlings.BLOCK));
        List<AssessedText> content = content(ON_TOPIC);
        encoder.close();
        assertThatThrownBy(() -> policy.assess(Direction.INPUT, content)).isInstanceOf(AssessmentException.class);
    }

    private boolean detected(String... texts) {
        return policy(topic("Bulbs", Handlings.BLOCK)).assess(Direction.INPUT, content(texts)).getFirst().detected();
    }

    private TopicPolicy policy(DeniedTopic... topics) {
        return new TopicPolicy(List.of(topics), matchers);
    }

    private List<AssessedText> content(String... texts) {
        List<AssessedText> content = new ArrayList<>();
        for (String text : texts) {
            content.add(new AssessedText(content.size(), ContentBlock.guarded(text), encoder));
        }
        return content;
    }

    private static DeniedTopic topic(String name, Handlings handlings) {
        return new DeniedTopic(
                name, "Tulip bulbs beneath mulch", List.of("tulip bulbs beneath oak mulch", "tulip oak mulch"),
                handlings);
    }

    private static DeniedTopic other(Handlings handlings) {
        return new DeniedTopic("Ledgers", "Copper kettle polishing", List.of(), handlings);
    }
}
