package dev.outcrop.guardrails.text;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.guardrails.testing.WordVectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EncodedTextsTest {
    private static final int WINDOW = 200;

    private final WordVectors encoder = new WordVectors(WINDOW);
    private final EncodedTexts texts = new EncodedTexts(encoder);

    private int tokens(String text) {
        int[] tokens = {0};
        texts.encode(text, window -> tokens[0] += window.tokens());
        return tokens[0];
    }

    @Test
    void encodesATextOfUsualLengthOnce() {
        String text = "a heron stood in the reeds ".repeat(500);

        assertThat(tokens(text)).isEqualTo(3_000);
        assertThat(tokens(text)).isEqualTo(3_000);
        assertThat(encoder.encoded()).isEqualTo(1);
    }

    @Test
    void keepsNoMoreThanThereIsRoomForInAllTextsTogether() {
        int words = (int) (EncodedTexts.MOST_KEPT / encoder.dimensions()) * 2 / 3;
        String first = "reed ".repeat(words);
        String second = "heron ".repeat(words);

        for (String text : List.of(first, second, first, second)) {
            assertThat(tokens(text)).isEqualTo(words);
        }
        // The first is kept, the second is not: it is encoded each time.
        assertThat(encoder.encoded()).isEqualTo(3);
        assertThat(tokens("a short one still is")).isEqualTo(5);
        assertThat(tokens("a short one still is")).isEqualTo(5);
        assertThat(encoder.encoded()).isEqualTo(4);
    }

    @Test
    void aFailureTakesNoRoom() {
        String text = "reed ".repeat((int) (EncodedTexts.MOST_KEPT / encoder.dimensions()) * 2 / 3);
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            try {
                texts.encode(text, window -> {
                    throw new IllegalStateException("the reader failed");
                });
            } catch (IllegalStateException e) {
                seen.add(encoder.encoded());
            }
        }
        tokens(text);
        tokens(text);
        assertThat(seen).containsExactly(1, 2, 3);
        assertThat(encoder.encoded()).isEqualTo(4);
    }
}
