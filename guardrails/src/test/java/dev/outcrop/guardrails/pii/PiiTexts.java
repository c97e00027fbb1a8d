package dev.outcrop.guardrails.pii;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.Handling;
import dev.outcrop.guardrails.config.Handlings;
import dev.outcrop.guardrails.config.PiiEntity;
import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.ContentBlock;
import dev.outcrop.inference.EncodedWindow;
import dev.outcrop.inference.TokenEncoder;

/** What tests of this package share. */
final class PiiTexts {

    /** Makes one window without a token of any text, so that the tagger finds nothing; recognisers need no encoder. */
    static final TokenEncoder NO_ENCODER = new TokenEncoder() {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public int dimensions() {
            return 1;
        }

        @Override
        public int contextLength() {
            return 1;
        }

        @Override
        public List<EncodedWindow> encode(String text) {
            return List.of(new EncodedWindow(new float[0], new int[0], new int[0], new float[1]));
        }

        @Override
        public void close() {}
    };

    /** Every type, reported and neither masked nor blocked; no tagger. */
    static final SensitiveInformationPolicy EVERYTHING = new SensitiveInformationPolicy(
            everything(Handling.DETECT),
            List.of(),
            EntityTagger.NONE);

    private PiiTexts() {}

    /** Every type, handled in one way. */
    static List<PiiEntity> everything(Handling handling) {
        Handlings handlings = new Handlings(handling, handling);
        return Arrays.stream(PiiType.values()).map(type -> new PiiEntity(type, handlings)).toList();
    }

    /** Everything that is found in a text, as {@code TYPE match}, in order. */
    static List<String> found(String text) {
        AssessedText assessed = new AssessedText(0, ContentBlock.guarded(text), NO_ENCODER);
        return EVERYTHING.assess(Direction.INPUT, List.of(assessed)).stream().map(PiiTexts::label).toList();
    }

    /** The lines of a file beside this class, without blank ones and comments. */
    static Stream<String> lines(String name) {
        try (InputStream in = PiiTexts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.isBlank() && !line.startsWith("# "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A finding as {@code TYPE match}. */
    static String label(Finding finding) {
        return switch (finding) {
            case Finding.Pii pii -> pii.type() + " " + pii.match();
            case Finding.Pattern pattern -> pattern.name() + " " + pattern.match();
            case Finding.Topic _,Finding.Filter _,Finding.CustomWord _,Finding.Profanity _,Finding.Grounding _ ->
                throw new AssertionError("not of this policy: " + finding);
        };
    }
}
