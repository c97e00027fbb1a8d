package dev.outcrop.guardrails.pii;

import java.util.List;

import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.inference.EncodedWindow;
import dev.outcrop.inference.TokenEncoder;

/** What tests of this package share. */
final class PiiTexts {

    /** Recognisers work without an encoder; asking for one fails the test. */
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
            throw new AssertionError("asked to encode");
        }

        @Override
        public EncodedWindow encodePair(String first, String second) {
            throw new AssertionError("asked to encode");
        }

        @Override
        public void close() {}
    };

    private PiiTexts() {}

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
