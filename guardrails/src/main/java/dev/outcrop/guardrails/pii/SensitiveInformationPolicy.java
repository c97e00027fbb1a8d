package dev.outcrop.guardrails.pii;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Span;
import dev.outcrop.guardrails.assessment.Usage;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.PiiEntity;
import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.config.SensitivePattern;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.policy.AssessmentException;
import dev.outcrop.guardrails.policy.Policy;
import dev.outcrop.guardrails.policy.TextUnits;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.TextView;
import dev.outcrop.inference.InferenceException;

/**
 * The sensitive-information policy: finds the configured types and regular expressions, one finding per occurrence in the
 * order of the text, no two matches overlapping.
 *
 * <p>Of two that overlap the more severe one stays, so that masking a URL never lets a blocked address in it pass; then the
 * longer one; then the one configured first, types before expressions. What the other would have masked beyond it is masked
 * with it. When the policy blocks, types that would have been
 * masked are not reported (Amazon Bedrock user guide, "Remove PII from conversations"; live observation).
 */
public final class SensitiveInformationPolicy implements Policy {
    private final List<PiiEntity> entities;
    private final List<CompiledPattern> patterns;
    private final EntityTagger tagger;

    /** @throws IllegalArgumentException when an expression is not one in RE2's syntax */
    public SensitiveInformationPolicy(
            List<PiiEntity> entities, List<SensitivePattern> patterns, EntityTagger tagger) {
        this.entities = List.copyOf(entities);
        this.patterns = patterns.stream().map(CompiledPattern::of).toList();
        this.tagger = tagger;
    }

    @Override
    public List<Finding> assess(Direction direction, List<AssessedText> content) {
        List<Finding> findings = new ArrayList<>();
        for (AssessedText text : content) {
            if (text.block().guarded()) {
                Claims claims = new Claims();
                claimTypes(direction, text, claims);
                claimPatterns(direction, text, claims);
                findings.addAll(claims.settled());
            }
        }
        boolean blocks = findings.stream().anyMatch(finding -> finding.effect() == Effect.BLOCKED);
        if (blocks) {
            findings.removeIf(finding -> finding instanceof Finding.Pii && finding.effect() == Effect.ANONYMIZED);
        }
        return List.copyOf(findings);
    }

    @Override
    public Usage usage(Direction direction, List<AssessedText> content) {
        int units = TextUnits.ofGuarded(content);
        boolean types = entities.stream().anyMatch(entity -> entity.handlings().enabledIn(direction));
        boolean expressions = patterns.stream()
                .anyMatch(pattern -> pattern.configured().handlings().enabledIn(direction));
        return new Usage(0, 0, 0, types ? units : 0, expressions ? units : 0, 0);
    }

    private void claimTypes(Direction direction, AssessedText text, Claims claims) {
        if (entities.stream().noneMatch(entity -> entity.handlings().enabledIn(direction))) {
            return;
        }
        for (TextView view : text.views()) {
            Interruption.check();
            for (Candidate candidate : Recognisers.in(view)) {
                claim(direction, text, candidate.type(), text.span(view, candidate.start(), candidate.end()), claims);
            }
        }
        if (entities.stream().anyMatch(entity -> isTagged(entity.type()) && entity.handlings().enabledIn(direction))) {
            for (EntityTagger.Tagged tagged : tagged(text)) {
                Span span = new Span(text.index(), tagged.start(), tagged.end());
                claim(direction, text, tagged.type(), span, claims);
            }
        }
    }

    private List<EntityTagger.Tagged> tagged(AssessedText text) {
        try {
            return tagger.tag(text);
        } catch (InferenceException e) {
            throw new AssessmentException("The encoder failed on content under assessment for names.", e);
        }
    }

    private static boolean isTagged(PiiType type) {
        return switch (type) {
            case NAME, ADDRESS, AGE, USERNAME -> true;
            case AWS_ACCESS_KEY, AWS_SECRET_KEY, CA_HEALTH_NUMBER, CA_SOCIAL_INSURANCE_NUMBER, CREDIT_DEBIT_CARD_CVV,
                    CREDIT_DEBIT_CARD_EXPIRY, CREDIT_DEBIT_CARD_NUMBER, DRIVER_ID, EMAIL,
                    INTERNATIONAL_BANK_ACCOUNT_NUMBER, IP_ADDRESS, LICENSE_PLATE, MAC_ADDRESS, PASSWORD, PHONE, PIN,
                    SWIFT_CODE, UK_NATIONAL_HEALTH_SERVICE_NUMBER, UK_NATIONAL_INSURANCE_NUMBER,
                    UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER, URL, US_BANK_ACCOUNT_NUMBER, US_BANK_ROUTING_NUMBER,
                    US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER, US_PASSPORT_NUMBER, US_SOCIAL_SECURITY_NUMBER,
                    VEHICLE_IDENTIFICATION_NUMBER ->
                false;
        };
    }

    private void claim(Direction direction, AssessedText text, PiiType type, Span span, Claims claims) {
        for (int i = 0; i < entities.size(); i++) {
            PiiEntity entity = entities.get(i);
            if (entity.type() == type && entity.handlings().enabledIn(direction)) {
                Effect effect = Effect.of(entity.handlings().in(direction));
                String match = text.text().substring(span.start(), span.end());
                claims.add(new Finding.Pii(type, match, span, effect), span, i);
            }
        }
    }

    private void claimPatterns(Direction direction, AssessedText text, Claims claims) {
        for (int i = 0; i < patterns.size(); i++) {
            SensitivePattern configured = patterns.get(i).configured();
            if (!configured.handlings().enabledIn(direction)) {
                continue;
            }
            Effect effect = Effect.of(configured.handlings().in(direction));
            int rank = entities.size() + i;
            patterns.get(i).find(text, effect, finding -> claims.add(finding, finding.span(), rank));
        }
    }
}
