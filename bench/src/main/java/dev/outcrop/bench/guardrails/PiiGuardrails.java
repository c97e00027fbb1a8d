package dev.outcrop.bench.guardrails;

import java.util.List;
import java.util.stream.Stream;

import dev.outcrop.guardrails.Guardrail;
import dev.outcrop.guardrails.GuardrailCompiler;
import dev.outcrop.guardrails.config.GuardrailConfig;
import dev.outcrop.guardrails.config.Handling;
import dev.outcrop.guardrails.config.Handlings;
import dev.outcrop.guardrails.config.PiiEntity;
import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.inference.EncodedWindow;
import dev.outcrop.inference.TokenEncoder;

/** Guardrails with nothing but the sensitive-information policy. */
final class PiiGuardrails {

    private PiiGuardrails() {}

    /** Every type, reported and neither masked nor blocked. */
    static Guardrail reportingEverything() {
        return reportingEverything(new NoEncoder());
    }

    /** The same with an encoder for the tagger. */
    static Guardrail reportingEverything(TokenEncoder encoder) {
        Handlings report = new Handlings(Handling.DETECT, Handling.DETECT);
        List<PiiEntity> entities = Stream.of(PiiType.values()).map(type -> new PiiEntity(type, report)).toList();
        GuardrailConfig config = new GuardrailConfig(
                "in",
                "out",
                List.of(),
                List.of(),
                List.of(),
                null,
                entities,
                List.of(),
                List.of());
        return new GuardrailCompiler(encoder).compile(config);
    }

    /** Types with a shape need no encoder. */
    private static final class NoEncoder implements TokenEncoder {

        @Override
        public String name() {
            return "none";
        }

        @Override
        public int dimensions() {
            return 0;
        }

        @Override
        public int contextLength() {
            return 0;
        }

        @Override
        public List<EncodedWindow> encode(String text) {
            return List.of(new EncodedWindow(new float[0], new int[0], new int[0], new float[0]));
        }

        @Override
        public void close() {}
    }
}
