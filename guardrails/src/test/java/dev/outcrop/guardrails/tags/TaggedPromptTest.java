package dev.outcrop.guardrails.tags;

import java.util.List;

import dev.outcrop.guardrails.tags.TaggedPrompt.Part;
import dev.outcrop.guardrails.text.ContentBlock;
import dev.outcrop.guardrails.text.ContentBlock.Role;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TaggedPromptTest {
    private static final TagSuffix SUFFIX = new TagSuffix("q81");

    private static String open(String kind) {
        return "<amazon-bedrock-guardrails-" + kind + "_q81>";
    }

    private static String close(String kind) {
        return "</amazon-bedrock-guardrails-" + kind + "_q81>";
    }

    private static String tagged(String kind, String text) {
        return open(kind) + text + close(kind);
    }

    private static TaggedPrompt prompt(@Nullable TagSuffix suffix, String... texts) {
        return TaggedPrompt.of(List.of(texts).stream().map(text -> new Part(text, true)).toList(), suffix, false);
    }

    @Test
    void withoutTagsEverythingIsGuardedAndNothingAttackable() {
        assertThat(prompt(null, "You are a bank.", "Hi").blocks()).containsExactly(
                new ContentBlock("You are a bank.", Role.CONTENT, true, false),
                new ContentBlock("Hi", Role.CONTENT, true, false));
    }

    /** Specified as question 28: documented as off, and a switch. */
    @Test
    void attacksCanBeLookedForWithoutTags() {
        List<Part> untagged = List.of(
                new Part("Hi " + tagged("query", "Why?") + tagged("groundingSource", "So."), true),
                new Part("a tool's result", false));
        assertThat(TaggedPrompt.of(untagged, SUFFIX, true).blocks()).containsExactly(
                new ContentBlock("Hi ", Role.CONTENT, true, true),
                new ContentBlock("Why?", Role.QUERY, true, false),
                new ContentBlock("So.", Role.GROUNDING_SOURCE, true, false),
                ContentBlock.unguarded("a tool's result"));
        List<Part> tagged = List.of(new Part("Be brief. " + tagged("guardContent", "Hi"), true));
        assertThat(TaggedPrompt.of(tagged, SUFFIX, true).blocks())
                .isEqualTo(TaggedPrompt.of(tagged, SUFFIX, false).blocks());
    }

    @Test
    void withGuardContentOnlyItIsGuarded() {
        TaggedPrompt prompt = prompt(
                SUFFIX,
                "Be brief. " + tagged("guardContent", "What is 1+1?") + " Thanks. "
                        + tagged("guardContent", "And 2+2?"));
        assertThat(prompt.blocks()).containsExactly(
                ContentBlock.unguarded("Be brief. "),
                ContentBlock.guarded("What is 1+1?"),
                ContentBlock.unguarded(" Thanks. "),
                ContentBlock.guarded("And 2+2?"));
        assertThat(prompt.texts()).containsExactly("Be brief. What is 1+1? Thanks. And 2+2?");
    }

    @Test
    void guardContentInOneTextUnguardsTheOthers() {
        assertThat(prompt(SUFFIX, "Earlier.", tagged("guardContent", "Now.")).blocks())
                .containsExactly(ContentBlock.unguarded("Earlier."), ContentBlock.guarded("Now."));
    }

    @Test
    void sourceAndQueryAreGuardedUnlessContentIsMarked() {
        String source = tagged("groundingSource", "Rome is in Italy.") + tagged("query", "Where is Rome?");
        assertThat(prompt(SUFFIX, source).blocks()).containsExactly(
                new ContentBlock("Rome is in Italy.", Role.GROUNDING_SOURCE, true, false),
                new ContentBlock("Where is Rome?", Role.QUERY, true, false));
        TaggedPrompt marked = prompt(SUFFIX, source + tagged("guardContent", "!"));
        assertThat(marked.blocks()).containsExactly(
                new ContentBlock("Rome is in Italy.", Role.GROUNDING_SOURCE, false, false),
                new ContentBlock("Where is Rome?", Role.QUERY, false, false),
                ContentBlock.guarded("!"));
        assertThat(marked.references()).isEqualTo(marked.blocks().subList(0, 2));
    }

    @Test
    void maskedContentGoesBackWhereItWas() {
        TaggedPrompt prompt = prompt(SUFFIX, "", "a" + tagged("guardContent", "b") + "c", "d");
        assertThat(prompt.texts(List.of("a", "{B}", "c", "d"))).containsExactly("", "a{B}c", "d");
        assertThatThrownBy(() -> prompt.texts(List.of("a"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTagMayEncloseSeveralTexts() {
        TaggedPrompt prompt = prompt(SUFFIX, open("guardContent") + "one", "two", "three" + close("guardContent"));
        assertThat(prompt.blocks()).extracting(ContentBlock::guarded).containsExactly(true, true, true);
        assertThat(prompt.texts()).containsExactly("one", "two", "three");
    }

    @Test
    void whatIsNotAssessedIsNotReadForTags() {
        String result = close("guardContent") + "from a tool";
        TaggedPrompt prompt = TaggedPrompt.of(List.of(new Part("Hi", true), new Part(result, false)), SUFFIX, false);
        assertThat(prompt.blocks()).containsExactly(
                new ContentBlock("Hi", Role.CONTENT, true, false), ContentBlock.unguarded(result));
        assertThat(prompt.texts()).containsExactly("Hi", result);
    }

    @Test
    void anotherSuffixIsPlainText() {
        for (String other : List.of("q8", "q811", "Q81", "")) {
            String text = "<amazon-bedrock-guardrails-guardContent_" + other + ">x";
            assertThat(prompt(SUFFIX, text).texts()).containsExactly(text);
            assertThat(prompt(SUFFIX, text).blocks().getFirst().guarded()).isTrue();
        }
    }

    @Test
    void whatOnlyResemblesATagIsPlainText() {
        String text = "<amazon-bedrock-guardrails-guardContent_q81 >< amazon-bedrock-guardrails-guardContent_q81>"
                + "<amazon-bedrock-guardrails-guardcontent_q81><amazon-bedrock-guardrails-guardContent_q81";
        assertThat(prompt(SUFFIX, text).texts()).containsExactly(text);
    }

    @Test
    void nestedTagsAreRefused() {
        for (String inner : List.of("guardContent", "query")) {
            assertThatThrownBy(() -> prompt(SUFFIX, tagged("guardContent", "a" + tagged(inner, "b"))))
                    .isInstanceOf(UnpairedTagException.class).hasMessageContaining("nest");
        }
    }

    @Test
    void tagsCloseInPairs() {
        for (String text : List.of(
                "a" + close("query"),
                open("query") + "a",
                open("query") + "a" + close("guardContent"),
                tagged("guardContent", "a") + close("guardContent"))) {
            assertThatThrownBy(() -> prompt(SUFFIX, text)).isInstanceOf(UnpairedTagException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a-b", "a b", "é", "١", "abcdefghijklmnopqrstu", "a\n"})
    void aSuffixHasLettersAndDigits(String suffix) {
        assertThatThrownBy(() -> new TagSuffix(suffix)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new TagSuffix("abcdefghijklmnopqrst").text()).hasSize(20);
    }

    @Test
    @Timeout(20)
    void aMegabyteOfTagsIsReadInOnePass() {
        assertThatThrownBy(() -> prompt(SUFFIX, open("guardContent").repeat(25_000)))
                .isInstanceOf(UnpairedTagException.class);
        assertThat(prompt(SUFFIX, tagged("guardContent", "x").repeat(12_000)).blocks()).hasSize(12_000);
        String almost = "<amazon-bedrock-guardrails-guardContent_q8".repeat(25_000);
        assertThat(prompt(SUFFIX, almost).texts()).containsExactly(almost);
        assertThat(prompt(SUFFIX, "<".repeat(1_000_000)).texts()).containsExactly("<".repeat(1_000_000));
    }

    @Provide
    Arbitrary<List<String>> pieces() {
        return Arbitraries.of("a", "<", ">", "</", "\ud800", "word ", open("guardContent"), close("guardContent"),
                open("query"), close("query"), "<amazon-bedrock-guardrails-query_q8>").list().ofMaxSize(12);
    }

    @Property
    void nothingButTagsIsLost(@ForAll("pieces") List<String> pieces) {
        String text = String.join("", pieces);
        TaggedPrompt prompt;
        try {
            prompt = prompt(SUFFIX, text);
        } catch (UnpairedTagException e) {
            return;
        }
        String stripped = text;
        for (String kind : List.of("guardContent", "query")) {
            stripped = stripped.replace(open(kind), "").replace(close(kind), "");
        }
        assertThat(prompt.texts()).containsExactly(stripped);
        assertThat(prompt.blocks()).noneMatch(block -> block.attackable() && !block.guarded());
    }
}
