package dev.outcrop.guardrails.words;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Span;
import dev.outcrop.guardrails.config.CustomWord;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.Handling;
import dev.outcrop.guardrails.config.Handlings;
import dev.outcrop.guardrails.testing.NoEncoder;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.ContentBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

final class WordPolicyTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Project Lantern | About Project Lantern.          | Project Lantern
            project lantern | PROJECT   LANTERN               | PROJECT   LANTERN
            Project Lantern | (project\tlantern)              | project\tlantern
            lantern         | the lantern's light             | lantern
            lantern         | lantern-lit, snake_lantern      | lantern,lantern
            straße          | STRASSE                         | STRASSE
            Αθήνα           | στην ΑΘΉΝΑ                      | ΑΘΉΝΑ
            灯笼              | 看 灯笼 亮                         | 灯笼
            灯笼              | 看，灯笼。                          | 灯笼
            C++             | in C++17 and C++                | C++,C++
            #lantern        | see#lantern!                    | #lantern
            café            | a cafe\u0301 here               | cafe\u0301
            lantern         | a LAN\u200BTERN                 | LAN\u200BTERN
            lantern         | l\u0430ntern                    | l\u0430ntern
            lantern         | ｌａｎｔｅｒｎ                         | ｌａｎｔｅｒｎ
            lantern         | lannnterrn                      | lannnterrn
            hello           | helloooo and heelloo            | helloooo,heelloo
            """)
    void findsWholeTermsAsTheyStandInTheText(String term, String text, String matches) {
        assertThat(matches(policy(term), text)).containsExactly(matches.split(","));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lantern         | lanterns
            lantern         | lantern2
            lantern         | magiclantern
            Project Lantern | project x lantern
            Project Lantern | projectlantern
            灯笼              | 看灯笼亮
            god             | good
            bass            | bas
            pero            | el perro
            """)
    void leavesOtherWordsAlone(String term, String text) {
        assertThat(matches(policy(term), text)).isEmpty();
    }

    @Test
    void reportsEveryEntryThatMatchesAndEveryPlaceOnce() {
        WordPolicy policy = policy("project", "project lantern", "lantern");
        assertThat(matches(policy, "project lantern, project"))
                .containsExactly("project", "project lantern", "lantern", "project");
    }

    @Test
    void spansAreThoseOfTheOriginalBlock() {
        List<Finding> findings = policy("lantern")
                .assess(Direction.INPUT, content("x", "\u200Ba \uD835\uDC25antern"));
        assertThat(findings).containsExactly(
                new Finding.CustomWord("\uD835\uDC25antern", new Span(1, 3, 11), Effect.BLOCKED));
    }

    @Test
    void handlesEachDirectionAsConfigured() {
        WordPolicy policy = new WordPolicy(
                List.of(
                        new CustomWord("lamp", new Handlings(Handling.DETECT, Handling.DISABLED)),
                        new CustomWord("torch", new Handlings(Handling.DISABLED, Handling.BLOCK))),
                null);
        List<AssessedText> content = content("lamp and torch");
        assertThat(policy.assess(Direction.INPUT, content))
                .containsExactly(new Finding.CustomWord("lamp", new Span(0, 0, 4), Effect.NONE));
        assertThat(policy.assess(Direction.OUTPUT, content))
                .containsExactly(new Finding.CustomWord("torch", new Span(0, 9, 14), Effect.BLOCKED));
    }

    @Test
    void countsUnitsOfGuardedTextInDirectionsThatAreLookedAt() {
        WordPolicy policy = new WordPolicy(
                List.of(new CustomWord("lamp", new Handlings(Handling.BLOCK, Handling.DISABLED))), null);
        List<AssessedText> content = content("a".repeat(999), "bc");
        assertThat(policy.usage(Direction.INPUT, content).word()).isEqualTo(2);
        assertThat(policy.usage(Direction.OUTPUT, content).word()).isZero();
    }

    @Test
    void looksOnlyAtGuardedText() {
        AssessedText source = new AssessedText(0, ContentBlock.unguarded("lantern"), new NoEncoder());
        assertThat(policy("lantern").assess(Direction.INPUT, List.of(source))).isEmpty();
    }

    @Test
    void findsEveryEntryOfTheManagedListInAnyCase() {
        WordPolicy policy = new WordPolicy(List.of(), Handlings.BLOCK);
        assertThat(ProfanityList.load()).hasSizeGreaterThan(1_000).doesNotHaveDuplicates().allSatisfy(word -> {
            assertThat(policy.assess(Direction.INPUT, content("Well, " + word.toUpperCase(Locale.ROOT) + "!")))
                    .isNotEmpty()
                    .allSatisfy(finding -> assertThat(finding).isInstanceOf(Finding.Profanity.class));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "The donkey sat on the grass near Scunthorpe and Essex.",
            "A biopsy of the breast, the penis or the rectum is done under anaesthetic.",
            "Gay, lesbian, bisexual and queer people may marry here.",
            "Dick Van Dyke met Mr. Cockburn at the cocktail bar; the pussycat slept.",
            "Damn, what the hell, that is crap.",
            "Kill the process, then shoot me an e-mail about the assassin bug."})
    void ordinaryAndMildTextIsNoProfanity(String text) {
        WordPolicy policy = new WordPolicy(List.of(), Handlings.BLOCK);
        assertThat(policy.assess(Direction.INPUT, content(text))).isEmpty();
    }

    @Test
    void aTermOfNothingVisibleMatchesNothing() {
        assertThat(matches(policy("\u200B", " "), "a \u200B b")).isEmpty();
    }

    private static WordPolicy policy(String... terms) {
        return new WordPolicy(
                Arrays.stream(terms).map(term -> new CustomWord(term, Handlings.BLOCK)).toList(), null);
    }

    private static List<AssessedText> content(String... texts) {
        return java.util.stream.IntStream.range(0, texts.length)
                .mapToObj(i -> new AssessedText(i, ContentBlock.guarded(texts[i]), new NoEncoder()))
                .toList();
    }

    private static List<String> matches(WordPolicy policy, String text) {
        return policy.assess(Direction.INPUT, content(text)).stream()
                .map(finding -> ((Finding.CustomWord) finding).match())
                .toList();
    }
}
