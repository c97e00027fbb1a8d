package dev.outcrop.access.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** A statement of a policy: an effect, and the calls that it applies to. Immutable. */
public final class Statement {
    private final int number;
    private final @Nullable String sid;
    private final Effect effect;
    private final Matching<ActionPattern> actions;
    private final Matching<ArnPattern> resources;
    private final List<Condition> conditions;

    Statement(
            int number,
            @Nullable String sid,
            Effect effect,
            Matching<ActionPattern> actions,
            Matching<ArnPattern> resources,
            List<Condition> conditions) {
        this.number = number;
        this.sid = sid;
        this.effect = effect;
        this.actions = actions;
        this.resources = resources;
        this.conditions = List.copyOf(conditions);
    }

    /** @param inverted whether what none of the patterns matches is meant: NotAction, NotResource */
    record Matching<T>(List<T> patterns, boolean inverted) {
        Matching {
            patterns = List.copyOf(patterns);
        }
    }

    /** Where it stands in its policy, from 1. */
    public int number() {
        return number;
    }

    /** Its name, if it has one. */
    public @Nullable String sid() {
        return sid;
    }

    public Effect effect() {
        return effect;
    }

    boolean appliesTo(AccessRequest request) {
        return meansAction(request) && meansResource(request) && conditionsHold(request.context());
    }

    private boolean meansAction(AccessRequest request) {
        for (ActionPattern pattern : actions.patterns()) {
            if (pattern.matches(request.lowerCaseAction())) {
                return !actions.inverted();
            }
        }
        return actions.inverted();
    }

    private boolean meansResource(AccessRequest request) {
        for (ArnPattern pattern : resources.patterns()) {
            if (pattern.matches(request.resource(), request.context())) {
                return !resources.inverted();
            }
        }
        return resources.inverted();
    }

    private boolean conditionsHold(RequestContext context) {
        for (Condition condition : conditions) {
            if (!condition.holds(context)) {
                return false;
            }
        }
        return true;
    }

    /** The condition keys that it reads, in lower case. */
    Set<String> keys() {
        Set<String> keys = new HashSet<>();
        resources.patterns().forEach(pattern -> keys.addAll(pattern.keys()));
        conditions.forEach(condition -> keys.addAll(condition.keys()));
        return keys;
    }

    /** How a person would name it: {@code statement 2 (AllowTitan)}. */
    @Override
    public String toString() {
        return "statement " + number + (sid == null ? "" : " (" + sid + ")");
    }
}
