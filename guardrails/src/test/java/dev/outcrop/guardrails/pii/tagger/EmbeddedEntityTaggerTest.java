package dev.outcrop.guardrails.pii.tagger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.outcrop.engines.onnx.MiniLmEncoder;
import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.EntityTagger.Tagged;
import dev.outcrop.guardrails.policy.AssessmentException;
import dev.outcrop.guardrails.testing.WordVectors;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.ContentBlock;
import dev.outcrop.inference.EncodedWindow;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** {@code entity-tagger-golden.tsv} is written by {@code tagger.py --golden}, from the shipped weights, in PyTorch. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedEntityTaggerTest {
    private final MiniLmEncoder encoder = new MiniLmEncoder(1);
    private final EmbeddedEntityTagger tagger = EmbeddedEntityTagger.load();
    private final List<Golden> golden = new ArrayList<>();

    record Golden(String text, List<String> shapes, List<Tagged> spans) {

        @Override
        public String toString() {
            return text;
        }
    }

    @BeforeAll
    void read() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                EmbeddedEntityTaggerTest.class.getResourceAsStream("entity-tagger-golden.tsv"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String[] cells = line.split("\t", -1);
                switch (cells[0]) {
                    case "text" ->
                        golden.add(new Golden(cells[1].replace("\\n", "\n"), new ArrayList<>(), new ArrayList<>()));
                    case "shape" -> golden.getLast().shapes().add(cells[1]);
                    case "span" ->
                        golden.getLast()
                                .spans()
                                .add(new Tagged(
                                        PiiType.valueOf(cells[1]),
                                        Integer.parseInt(cells[2]),
                                        Integer.parseInt(cells[3]),
                                        Double.parseDouble(cells[4])));
                    default -> throw new AssertionError(line);
                }
            }
        }
    }

    @AfterAll
    void close() {
        encoder.close();
    }

    Stream<Golden> golden() {
        return golden.stream();
    }

    private AssessedText assessed(String text) {
        return new AssessedText(0, ContentBlock.guarded(text), encoder);
    }

    private List<String> found(PiiType type, String text) {
        return tagger.tag(assessed(text)).stream()
                .filter(tagged -> tagged.type() == type)
                .sorted(Comparator.comparingInt(Tagged::start))
                .map(tagged -> text.substring(tagged.start(), tagged.end()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("golden")
    void findsWhatTheTrainedNetworkFinds(Golden expected) {
        List<Tagged> tagged = tagger.tag(assessed(expected.text()));

        assertThat(tagged).hasSameSizeAs(expected.spans());
        for (int i = 0; i < tagged.size(); i++) {
            Tagged actual = tagged.get(i);
            Tagged wanted = expected.spans().get(i);
            assertThat(actual.type()).isEqualTo(wanted.type());
            assertThat(actual.start()).isEqualTo(wanted.start());
            assertThat(actual.end()).isEqualTo(wanted.end());
            assertThat(actual.score()).isCloseTo(wanted.score(), Offset.offset(0.1));
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void seesTheSpellingThatTheTrainingToolSaw(Golden expected) {
        EncodedWindow window = encoder.encode(expected.text()).getFirst();
        WordShape shape = new WordShape(
                expected.text(), window.starts()[0], window.ends()[window.tokens() - 1]);
        float[] features = new float[WordShape.COUNT];
        for (int t = 0; t < window.tokens(); t++) {
            shape.of(
                    window.starts()[t],
                    window.ends()[t],
                    t == 0 ? -1 : window.starts()[t - 1],
                    t == 0 ? -1 : window.ends()[t - 1],
                    features);
            StringBuilder bits = new StringBuilder();
            for (float feature : features) {
                bits.append(feature == 0 ? '0' : '1');
            }
            assertThat(bits).hasToString(expected.shapes().get(t));
        }
    }

    @Test
    void namesOfManyCulturesAreFoundWithoutTheirTitles() {
        assertThat(found(PiiType.NAME, "Mrs. Funmilayo Adebayo met Dr. Henrik Lindgren and Yui Tanabe at noon."))
                .containsExactly("Funmilayo Adebayo", "Henrik Lindgren", "Yui Tanabe");
        assertThat(found(PiiType.NAME, "please forward this to michael fitzgerald today"))
                .containsExactly("michael fitzgerald");
    }

    /** Zero-width space, a noncharacter, and full-width letters are what the eye does not see. */
    @Test
    void namesAreFoundAsTheyLookAndReportedAsTheyStand() {
        for (String name : List.of("Beat\u200Brice Hol\uFDD0loway", "\uFF22eatrice \uFF28\uFF4Flloway")) {
            assertThat(found(PiiType.NAME, "Hello, my name is " + name + " and I called yesterday."))
                    .containsExactly(name);
        }
    }

    @Test
    void capitalsAndNumbersAreNotEnough() {
        assertThat(tagger
                .tag(assessed("The Eiffel Tower in Paris is 330 metres high. Python and Kubernetes run on Linux.")))
                .isEmpty();
        assertThat(tagger.tag(assessed("for (int i = 0; i < 42; i++) { total += prices[i]; }"))).isEmpty();
        assertThat(tagger.tag(assessed(""))).isEmpty();
    }

    @Test
    void anAddressIsOneSpan() {
        assertThat(found(PiiType.ADDRESS, "Send the parcel to 48 Willow Lane, Apt 5, Ashland, OR 97520 by Friday."))
                .containsExactly("48 Willow Lane, Apt 5, Ashland, OR 97520");
    }

    @Test
    void aLongTextIsReadToItsEnd() {
        String text = "The weather was fine and nothing happened. ".repeat(80) + "My name is Beatrice Holloway.";

        assertThat(found(PiiType.NAME, text)).containsExactly("Beatrice Holloway");
    }

    @Test
    void anotherEncoderIsRefused() {
        AssessedText text = new AssessedText(0, ContentBlock.guarded("some words"), new WordVectors(64));

        assertThatThrownBy(() -> tagger.tag(text)).isInstanceOf(AssessmentException.class);
    }
}
