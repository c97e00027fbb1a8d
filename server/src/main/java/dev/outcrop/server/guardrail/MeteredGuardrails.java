package dev.outcrop.server.guardrail;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.config.Direction;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** Times and counts what guardrails assess, by direction and effect. Thread-safe. */
public final class MeteredGuardrails implements Guardrails {
    private final Guardrails guardrails;
    private final Map<Direction, Map<Effect, Timer>> timers = new EnumMap<>(Direction.class);

    public MeteredGuardrails(Guardrails guardrails, MeterRegistry registry) {
        this.guardrails = guardrails;
        for (Direction direction : Direction.values()) {
            Map<Effect, Timer> effects = new EnumMap<>(Effect.class);
            for (Effect effect : Effect.values()) {
                effects.put(effect, Timer.builder("outcrop.guardrail.assessments")
                        .description("Assessments by guardrails, each window of a stream for itself")
                        .tag("source", direction.name().toLowerCase(Locale.ROOT))
                        .tag("effect", effect.name().toLowerCase(Locale.ROOT))
                        .register(registry));
            }
            timers.put(direction, effects);
        }
    }

    @Override
    public AppliedGuardrail find(String identifier, String version) {
        AppliedGuardrail found = guardrails.find(identifier, version);
        return new AppliedGuardrail(
                found.id(), found.arn(), found.version(), found.guardrail().observedBy(this::record));
    }

    private void record(Direction direction, Assessment assessment) {
        Timer timer = timers.getOrDefault(direction, Map.of()).get(assessment.effect());
        if (timer != null) {
            timer.record(assessment.processing());
        }
    }
}
