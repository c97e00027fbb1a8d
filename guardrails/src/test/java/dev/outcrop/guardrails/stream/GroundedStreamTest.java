package dev.outcrop.guardrails.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.outcrop.guardrails.Guardrail;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Usage;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.GroundingFilter;
import dev.outcrop.guardrails.config.GuardrailConfig;
import dev.outcrop.guardrails.config.Handling;
import dev.outcrop.guardrails.grounding.GroundingPolicy;
import dev.outcrop.guardrails.policy.Policy;
import dev.outcrop.guardrails.testing.WordVectors;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.ContentBlock;
import dev.outcrop.guardrails.text.ContentBlock.Role;
import dev.outcrop.inference.TokenEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Grounding in a stream judges what the whole answer says, never a sentence that a window cut. */
class GroundedStreamTest {
    private static final Windows WINDOWS = new Windows(200, 50, 800, Duration.ofSeconds(1));
    private static final String SENTENCE = "The distance from the town to the coast is 300 km.";
    private static final List<GroundingFilter> FILTERS = List.of(
            new GroundingFilter(GroundingFilter.Type.GROUNDING, 0.7, Handling.BLOCK));
    private static final List<ContentBlock> REFERENCES = List.of(
            new ContentBlock(SENTENCE, Role.GROUNDING_SOURCE, false, false),
            new ContentBlock("What is the distance from the town to the coast?", Role.QUERY, false, false));

    private static StreamGuard guard(Policy policy, TokenEncoder encoder) {
        GuardrailConfig config = new GuardrailConfig(
                "Input blocked.", "Output blocked.", List.of(), List.of(), List.of(), null, List.of(), List.of(),
                FILTERS);
        return StreamGuard.synchronous(
                new Guardrail(config, List.of(policy), encoder, () -> 0), REFERENCES, WINDOWS, () -> 0);
    }

    /** Notes the sentences that it is to check. */
    private static final class Noting implements Policy {
        private final List<String> checked = new ArrayList<>();

        @Override
        public List<Finding> assess(Direction direction, List<AssessedText> content) {
            AssessedText answer = content.getFirst();
            answer.sentences()
                    .forEach(sentence -> checked.add(
                            answer.folded().text().substring(sentence.start(), sentence.end())));
            return List.of();
        }

        @Override
        public Usage usage(Direction direction, List<AssessedText> content) {
            return Usage.NONE;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 50, 199, 5_000})
    void everySentenceIsCheckedOnceAndWhole(int piece) {
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            sentences.add("Sentence " + i + " has" + " many words".repeat(i % 13) + " and ends with 2.50 as a number.");
        }
        Noting policy = new Noting();
        StreamedText streamed = StreamedText.of(
                guard(policy, new WordVectors(8)), pieces(String.join(" ", sentences), piece));

        assertThat(streamed.released()).isEqualTo(String.join(" ", sentences));
        assertThat(policy.checked).isEqualTo(sentences);
    }

    @Test
    void aSentenceWithoutEndIsCheckedInPiecesThatLeaveNothingOut() {
        StringBuilder endless = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            endless.append('w').append(i).append(' ');
        }
        Noting policy = new Noting();
        StreamedText.of(guard(policy, new WordVectors(8)), pieces(endless.toString(), 10));

        String seen = String.join(" ", policy.checked) + " ";
        assertThat(policy.checked).hasSizeBetween(3, 100);
        for (int i = 0; i < 500; i++) {
            assertThat(seen).contains("w" + i + " ");
        }
    }

    /** The windows end inside the number, somewhere behind every filler. */
    @Test
    void aNumberThatAWindowCutsDoesNotBlock() {
        for (int filler = 0; filler < SENTENCE.length(); filler++) {
            String answer = "a".repeat(filler) + " " + (SENTENCE + " ").repeat(12);
            StreamedText streamed = StreamedText.of(
                    guard(new GroundingPolicy(FILTERS), new WordVectors(64)), pieces("In " + answer.strip(), 1));
            assertThat(streamed.isBlocked()).as("filler %d", filler).isFalse();
        }
    }

    @Test
    void aWrongNumberStillBlocks() {
        String answer = (SENTENCE + " ").repeat(3) + SENTENCE.replace("300", "450") + " " + SENTENCE;
        assertThat(StreamedText.of(guard(new GroundingPolicy(FILTERS), new WordVectors(64)), pieces(answer, 3))
                .isBlocked()).isTrue();
    }

    @Test
    void theSourceIsEncodedOnceForAllWindows() {
        WordVectors words = new WordVectors(64);
        StreamedText streamed = StreamedText.of(
                guard(new GroundingPolicy(FILTERS), words), pieces((SENTENCE + " ").repeat(20), 5));

        int windows = streamed.assessments().size() + streamed.undecided();
        assertThat(windows).isGreaterThan(3);
        assertThat(words.encoded()).isEqualTo(windows + REFERENCES.size());
    }

    private static List<String> pieces(String text, int length) {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < text.length(); i += length) {
            pieces.add(text.substring(i, Math.min(text.length(), i + length)));
        }
        return pieces;
    }
}
