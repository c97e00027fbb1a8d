package dev.outcrop.engines.gguf.grammar;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GrammarTest {

    private static final Grammar CALL = Grammar.sequence(
            Grammar.literal("<call>"), Grammar.schema("{\"type\":\"integer\"}"), Grammar.literal("</call>"));

    @Test
    void partsFollowEachOtherAndRepeat() {
        Grammar calls = Grammar.repeat(CALL, 1, 2);
        assertThat(Texts.fits(calls, "<call>1</call>")).isTrue();
        assertThat(Texts.fits(calls, "<call>1</call><call>20</call>")).isTrue();
        assertThat(Texts.fits(calls, "")).isFalse();
        assertThat(Texts.fits(calls, "<call>1</call>".repeat(3))).isFalse();
        assertThat(Texts.fits(Grammar.repeat(CALL, 0, Grammar.UNBOUNDED), "<call>1</call>".repeat(30))).isTrue();
        assertThat(Texts.fits(Grammar.repeat(Grammar.literal(""), 2, 5), "")).isTrue();
    }

    @Test
    void choicesMayBeginTheSameWay() {
        Grammar either = Grammar.anyOf(Grammar.literal("get"), Grammar.literal("get_all"), CALL);
        assertThat(Texts.fits(either, "get")).isTrue();
        assertThat(Texts.fits(either, "get_all")).isTrue();
        assertThat(Texts.fits(either, "get_")).isFalse();
        assertThat(Texts.fits(either, "<call>0</call>")).isTrue();
    }

    @Test
    void textIsFreeUntilATrigger() {
        Grammar grammar = new Grammar.Triggered("<call>", Grammar.sequence(Grammar.json(), Grammar.literal("</call>")),
                true);
        assertThat(Texts.fits(grammar, "")).isTrue();
        assertThat(Texts.fits(grammar, "a <cal <<call")).isTrue();
        assertThat(Texts.fits(grammar, "a <<call>[1]</call> b <call>{}</call> c")).isTrue();
        assertThat(Texts.fits(grammar, "a <call>[1")).isFalse();
        assertThat(Texts.begins(grammar, "a <call>x")).isFalse();
    }

    @Test
    void aTriggerThatIsNotPulledAgainEndsTheText() {
        Grammar grammar = new Grammar.Triggered("<call>", Grammar.literal("1</call>"), false);
        assertThat(Texts.fits(grammar, "a <cal")).isTrue();
        assertThat(Texts.fits(grammar, "a <call>1</call>")).isTrue();
        assertThat(Texts.begins(grammar, "a <call>1</call> ")).isFalse();
        assertThat(Texts.fits(grammar, "a <call>")).isFalse();
    }

    @Test
    void whatFollowsAMarkHasItsForm() {
        Grammar grammar = new Grammar.After("aab", Grammar.literal("!"));
        assertThat(Texts.fits(grammar, "aaab!")).isTrue();
        assertThat(Texts.fits(grammar, "thought")).isFalse();
        assertThat(Texts.begins(grammar, "xaab?")).isFalse();
        assertThatThrownBy(() -> new Grammar.After("", Grammar.json())).isInstanceOf(IllegalArgumentException.class);
    }
}
