package dev.outcrop.engines.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.outcrop.inference.EncodedWindow;
import dev.outcrop.inference.InferenceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MiniLmEncoderTest {
    private final MiniLmEncoder encoder = new MiniLmEncoder(2);

    @AfterEach
    void close() {
        encoder.close();
    }

    @Test
    void aTextWithoutTokensHasNoWindow() {
        assertThat(encoder.encode("")).isEmpty();
        assertThat(encoder.encode(" \n\u200B\uD800 ")).isEmpty();
    }

    @Test
    void sentenceVectorsHaveLengthOneAndFollowMeaning() {
        float[] cat = encoder.encode("A cat sleeps on the sofa.").getFirst().mean();
        float[] kitten = encoder.encode("The kitten is napping on the couch.").getFirst().mean();
        float[] tax = encoder.encode("Tax returns are due in April.").getFirst().mean();

        assertThat(dot(cat, cat)).isBetween(0.9999, 1.0001);
        assertThat(dot(cat, kitten)).isGreaterThan(dot(cat, tax) + 0.3);
    }

    @Test
    void windowsOfALongTextHoldEveryTokenOnceAndEndWithSentences() {
        String text = "The quick brown fox jumps over the lazy dog. ".repeat(100);

        List<EncodedWindow> windows = encoder.encode(text);

        int covered = 0;
        for (EncodedWindow window : windows) {
            assertThat(window.tokens()).isBetween(1, 254);
            for (int i = 0; i < window.tokens(); i++) {
                assertThat(text.substring(covered, window.starts()[i])).isBlank();
                covered = window.ends()[i];
            }
            assertThat(text.charAt(covered - 1)).isEqualTo('.');
        }
        assertThat(text.substring(covered)).isBlank();
    }

    @Test
    void callersOnManyThreadsGetWhatOneGets() throws Exception {
        String text = "Several threads at once. ".repeat(60);
        List<EncodedWindow> alone = encoder.encode(text);
        List<Future<List<EncodedWindow>>> results = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                results.add(callers.submit(() -> encoder.encode(text)));
            }
        }
        for (Future<List<EncodedWindow>> result : results) {
            for (int i = 0; i < alone.size(); i++) {
                assertThat(result.get().get(i).vectors())
                        .containsExactly(alone.get(i).vectors());
            }
        }
    }

    @Test
    void anInterruptEndsACallBetweenTwoWindows() {
        List<EncodedWindow> seen = new ArrayList<>();

        assertThatThrownBy(() -> encoder.encode("word ".repeat(100_000), window -> {
            seen.add(window);
            Thread.currentThread().interrupt();
        })).isInstanceOf(InferenceException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(seen).hasSize(1);
    }

    @Test
    void aClosedEncoderSaysSo() {
        encoder.encode("open");
        encoder.close();

        assertThatThrownBy(() -> encoder.encode("closed"))
                .isInstanceOf(InferenceException.class)
                .hasMessage("The encoder is closed.");
    }

    @Test
    void anEncoderThatIsClosedBeforeItLoadedSaysSo() {
        encoder.close();

        assertThatThrownBy(encoder::load).isInstanceOf(InferenceException.class);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
