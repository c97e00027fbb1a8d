package dev.outcrop.guardrails.pii;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.outcrop.guardrails.config.PiiType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every type in several phrasings, and what must not be taken for one. */
class RecogniserTest {
    private static final Pattern MARK = Pattern.compile("\\[\\[([A-Z_]+)\\|(.*?)]](?!])");

    static Stream<String> positives() {
        return PiiTexts.lines("positives.txt");
    }

    static Stream<String> negatives() {
        return PiiTexts.lines("negatives.txt").map(line -> line.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @MethodSource("positives")
    void findsWhatIsMarkedAndNothingElse(String marked) {
        List<String> expected = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Matcher matcher = MARK.matcher(marked);
        while (matcher.find()) {
            matcher.appendReplacement(text, Matcher.quoteReplacement(matcher.group(2)));
            expected.add(matcher.group(1) + " " + matcher.group(2));
        }
        matcher.appendTail(text);

        assertThat(PiiTexts.found(text.toString())).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("negatives")
    void findsNothing(String text) {
        assertThat(PiiTexts.found(text)).isEmpty();
    }

    @Test
    void marksEveryTypeButNames() {
        List<String> lines = positives().toList();

        assertThat(Arrays.stream(PiiType.values())
                .filter(type -> lines.stream().noneMatch(line -> line.contains("[[" + type + "|"))))
                .containsExactly(PiiType.NAME);
    }
}
