package dev.outcrop.engines.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.outcrop.inference.EncodedWindow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The encoder against Hugging Face's tokenizers and ONNX Runtime in Python: {@code minilm-golden.json} is written by
 * {@code guardrails/training/golden.py}. Offsets there count code points.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MiniLmGoldenTest {
    /**
     * Cosines. Between versions of ONNX Runtime and processors a float may round otherwise in its last bit, which may move
     * an int8 activation by one step, which single numbers of a vector show (0.1 was seen) and the vector hardly does.
     */
    private static final double SAME_TOKEN = 0.98;

    private static final double SAME_MEAN = 0.99;

    private final MiniLmEncoder encoder = new MiniLmEncoder(1);
    private JsonNode golden = JsonMapper.shared().nullNode();

    @BeforeAll
    void read() throws IOException {
        try (InputStream in = Objects
                .requireNonNull(MiniLmGoldenTest.class.getResourceAsStream("minilm-golden.json"))) {
            golden = JsonMapper.shared().readTree(in);
        }
    }

    @AfterAll
    void close() {
        encoder.close();
    }

    Stream<JsonNode> texts() {
        return golden.get("texts").valueStream();
    }

    Stream<JsonNode> codePoints() {
        return golden.get("codePoints").valueStream();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void encodesTexts(JsonNode expected) {
        String text = expected.get("text").stringValue();

        List<EncodedWindow> windows = encoder.encode(text);

        assertThat(windows).hasSize(expected.get("windows").size());
        for (int i = 0; i < windows.size(); i++) {
            assertSame(text, windows.get(i), expected.get("windows").get(i));
        }
    }

    /** 64 code points, each between two letters. */
    @ParameterizedTest
    @MethodSource("codePoints")
    void placesTokensAroundEveryKindOfCharacter(JsonNode expected) throws IOException {
        WordPieceTokenizer tokenizer = WordPieceTokenizer.read(Objects.requireNonNull(
                MiniLmEncoder.class.getClassLoader().getResourceAsStream("all-minilm-l6-v2-q-tokenizer.json")));
        StringBuilder text = new StringBuilder();
        int from = expected.get("from").intValue();
        for (int c = from; c < from + 64; c++) {
            text.append(text.isEmpty() ? "" : " ").append('a').appendCodePoint(c).append('b');
        }

        Tokens tokens = tokenizer.tokenize(text.toString());

        assertThat(tokens.starts(0, tokens.size())).containsExactly(ints(expected.get("starts")));
        assertThat(tokens.ends(0, tokens.size())).containsExactly(ints(expected.get("ends")));
    }

    private static void assertSame(String text, EncodedWindow window, JsonNode expected) {
        assertThat(window.starts()).containsExactly(utf16(text, expected.get("starts")));
        assertThat(window.ends()).containsExactly(utf16(text, expected.get("ends")));
        assertThat(cosine(window.mean(), 0, expected.get("mean"))).isGreaterThan(SAME_MEAN);
        assertThat(cosine(window.vectors(), 0, expected.get("first"))).isGreaterThan(SAME_TOKEN);
        int last = window.vectors().length - 384;
        assertThat(cosine(window.vectors(), last, expected.get("last"))).isGreaterThan(SAME_TOKEN);
        assertThat(window.vectors()).hasSize(window.tokens() * 384);
        assertThat(window.mean()).hasSize(384);
    }

    private static double cosine(float[] actual, int offset, JsonNode expected) {
        double product = 0;
        double squaresOfActual = 0;
        double squaresOfExpected = 0;
        for (int i = 0; i < expected.size(); i++) {
            double a = actual[offset + i];
            double e = expected.get(i).doubleValue();
            product += a * e;
            squaresOfActual += a * a;
            squaresOfExpected += e * e;
        }
        return product / Math.sqrt(squaresOfActual * squaresOfExpected);
    }

    private static int[] ints(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::intValue).toArray();
    }

    private static int[] utf16(String text, JsonNode codePoints) {
        return codePoints
                .valueStream()
                .mapToInt(node -> text.offsetByCodePoints(0, node.intValue()))
                .toArray();
    }
}
