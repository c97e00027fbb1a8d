package dev.outcrop.guardrails.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.outcrop.guardrails.Guardrail;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Span;
import dev.outcrop.guardrails.assessment.Usage;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.GuardrailConfig;
import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.policy.Policy;
import dev.outcrop.guardrails.policy.TextUnits;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.inference.EncodedWindow;
import dev.outcrop.inference.TokenEncoder;

/**
 * Policies that decide by the text near a span, as those of words and sensitive information do: phrases that block or
 * are reported, e-mail addresses and house numbers that are masked. Like the real one, the masking policy says nothing
 * of masks when it blocks.
 */
final class LocalPolicies {
    static final String BLOCKED_PHRASE = "Project Lantern";
    static final String REPORTED_PHRASE = "lunar tide";
    static final String BLOCKED_NUMBER = "078-05-1120";

    private static final Pattern PHRASE = Pattern
            .compile("(?i)(?<![\\p{L}\\d])(?:" + BLOCKED_PHRASE + "|(" + REPORTED_PHRASE + "))(?![\\p{L}\\d])");
    private static final Pattern EMAIL = Pattern.compile("[a-z0-9.]{1,20}@[a-z0-9]{1,12}(\\.[a-z]{2,6})+");
    private static final Pattern STREET = Pattern.compile("(?<![\\p{L}\\d])\\d{1,3} [a-z]{2,8} street");
    private static final Pattern NUMBER = Pattern.compile("(?<![\\d-])\\d{3}-\\d{2}-\\d{4}(?![\\d-])");

    private LocalPolicies() {}

    static Guardrail guardrail(Policy... policies) {
        return new Guardrail(config(), List.of(policies), new NoEncoder(), () -> 0);
    }

    static Guardrail guardrail() {
        return guardrail(phrases(), sensitive());
    }

    static GuardrailConfig config() {
        return new GuardrailConfig("Input blocked.", "Output blocked.", List.of(), List.of(), List.of(), null,
                List.of(), List.of(), List.of());
    }

    static Policy phrases() {
        return policy(text -> {
            List<Finding> findings = new ArrayList<>();
            Matcher matcher = PHRASE.matcher(text);
            while (matcher.find()) {
                Effect effect = matcher.group(1) == null ? Effect.BLOCKED : Effect.NONE;
                findings.add(new Finding.CustomWord(matcher.group(), span(matcher), effect));
            }
            return findings;
        });
    }

    static Policy sensitive() {
        return policy(text -> {
            List<Finding> blocks = found(NUMBER, text, PiiType.US_SOCIAL_SECURITY_NUMBER, Effect.BLOCKED);
            if (!blocks.isEmpty()) {
                return blocks;
            }
            List<Finding> masks = found(EMAIL, text, PiiType.EMAIL, Effect.ANONYMIZED);
            masks.addAll(found(STREET, text, PiiType.ADDRESS, Effect.ANONYMIZED));
            return masks;
        });
    }

    /** Masks whatever stands between brackets, and what has not ended yet: of any length. */
    static Policy brackets() {
        return policy(text -> found(Pattern.compile("\\[[^\\]]*\\]?"), text, PiiType.PASSWORD, Effect.ANONYMIZED));
    }

    private static List<Finding> found(Pattern pattern, String text, PiiType type, Effect effect) {
        List<Finding> findings = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            findings.add(new Finding.Pii(type, matcher.group(), span(matcher), effect));
        }
        return findings;
    }

    private static Span span(Matcher matcher) {
        return new Span(0, matcher.start(), matcher.end());
    }

    interface OfText {
        List<Finding> find(String text);
    }

    static Policy policy(OfText finder) {
        return new Policy() {
            @Override
            public List<Finding> assess(Direction direction, List<AssessedText> content) {
                return finder.find(content.getFirst().text());
            }

            @Override
            public Usage usage(Direction direction, List<AssessedText> content) {
                return new Usage(0, 0, TextUnits.ofGuarded(content), 0, 0, 0);
            }
        };
    }

    private static final class NoEncoder implements TokenEncoder {
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
            return List.of();
        }

        @Override
        public void close() {}
    }
}
