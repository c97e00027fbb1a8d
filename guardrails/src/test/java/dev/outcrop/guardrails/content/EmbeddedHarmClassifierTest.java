package dev.outcrop.guardrails.content;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.outcrop.guardrails.assessment.Confidence;
import dev.outcrop.guardrails.config.ContentFilter.Category;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.policy.AssessmentException;
import dev.outcrop.guardrails.testing.NoEncoder;
import dev.outcrop.guardrails.testing.WordVectors;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.ContentBlock;
import dev.outcrop.inference.EncodedWindow;
import dev.outcrop.inference.TokenEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class EmbeddedHarmClassifierTest {

    private static final Set<Category> ALL = EnumSet.allOf(Category.class);

    @ParameterizedTest
    @MethodSource("recorded")
    void scoresAsTheTrainingToolDoes(Recorded sentence) {
        assertSame(scores(sentence.text(), List.of(sentence)), sentence.scores());
    }

    static List<Recorded> recorded() {
        return Recorded.all().stream().filter(sentence -> sentence.text().chars().allMatch(c -> c < 0x7f)).toList();
    }

    @Test
    void theMostHarmfulPassageDecides() {
        Recorded first = recorded().get(0);
        Recorded second = recorded().get(1);

        Map<Category, Float> both = scores(first.text() + " " + second.text(), List.of(first, second));

        Map<Category, Float> worse = new EnumMap<>(first.scores());
        second.scores().forEach((category, score) -> worse.merge(category, score, Math::max));
        assertSame(both, worse);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   \n\t", "\u200b\u200c\u2060", "\ufffd\ufffd", "\ud83d"})
    void findsNothingWhereThereIsNothingToRead(String text) {
        assertThat(judge(text).values()).hasSize(ALL.size()).containsOnly(Judgement.HARMLESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kill", "\u06dd?", "\u2800x", "\ud83d\ude00"})
    void failsWhereTheEncoderSeesNothingInWhatAPersonCanRead(String text) {
        assertThatExceptionOfType(AssessmentException.class).isThrownBy(() -> judge(text))
                .withMessageNotContaining(text);
    }

    @Test
    void doesNotPassWhatCouldNotBeEncoded() {
        WordVectors closed = new WordVectors(50);
        closed.close();
        EmbeddedHarmClassifier classifier = EmbeddedHarmClassifier.on(new Fixed(List.of()));
        assertThatExceptionOfType(AssessmentException.class)
                .isThrownBy(() -> classifier.judge(Direction.INPUT, text("some words", closed), ALL));
    }

    @Test
    void judgesOnlyWhatIsAskedFor() {
        assertThat(EmbeddedHarmClassifier.on(new Fixed(List.of()))
                .judge(Direction.INPUT, text("", new Fixed(List.of())), EnumSet.of(Category.HATE)))
                .containsOnlyKeys(Category.HATE);
    }

    @Test
    void confidencesRiseWithTheScore() {
        HarmModel model = HarmModel.shipped();

        for (Category category : Category.values()) {
            List<Confidence> rising = new ArrayList<>();
            for (float score = -20; score < 40; score += 0.05f) {
                rising.add(model.confidence(category, score));
            }
            assertThat(rising).isSorted().contains(Confidence.values());
        }
    }

    @Test
    void refusesAnEncoderThatItWasNotMadeFor() {
        assertThatIllegalArgumentException().isThrownBy(() -> EmbeddedHarmClassifier.on(new NoEncoder()))
                .withMessageContaining("384");
    }

    private static void assertSame(Map<Category, Float> scores, Map<Category, Float> expected) {
        assertThat(scores).containsOnlyKeys(expected.keySet());
        scores.forEach((category, score) -> assertThat(score).as("%s", category)
                .isCloseTo(expected.getOrDefault(category, Float.NaN), within(0.001f)));
    }

    private static Map<Category, Float> scores(String text, List<Recorded> windows) {
        Fixed encoder = new Fixed(windows);
        return EmbeddedHarmClassifier.on(encoder).scores(text(text, encoder));
    }

    private static Map<Category, Judgement> judge(String text) {
        Fixed encoder = new Fixed(List.of());
        return EmbeddedHarmClassifier.on(encoder).judge(Direction.INPUT, text(text, encoder), ALL);
    }

    private static AssessedText text(String text, TokenEncoder encoder) {
        return new AssessedText(0, ContentBlock.guarded(text), encoder);
    }

    /** Knows the vectors of some sentences, each of which is one window of one token, one after the other. */
    private record Fixed(List<Recorded> windows) implements TokenEncoder {

        @Override
        public List<EncodedWindow> encode(String text) {
            List<EncodedWindow> encoded = new ArrayList<>();
            for (Recorded sentence : windows) {
                int start = text.indexOf(sentence.text());
                int[] starts = {start};
                int[] ends = {start + sentence.text().length()};
                encoded.add(new EncodedWindow(sentence.vector(), starts, ends, sentence.vector()));
            }
            return encoded;
        }

        @Override
        public String name() {
            return "fixed";
        }

        @Override
        public int dimensions() {
            return 384;
        }

        @Override
        public int contextLength() {
            return 256;
        }

        @Override
        public void close() {}
    }
}
