package dev.outcrop.server.fault;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** The rules that hold now. They can change while calls run; a call keeps what it met. Thread-safe. */
public final class Faults {
    private volatile List<ArmedRule> rules = List.of();

    /** Whether there are none. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** The rules in order. */
    public List<FaultRule> rules() {
        return rules.stream().map(ArmedRule::rule).toList();
    }

    /** Takes other rules in the place of those before; every count begins anew. */
    public void replace(List<FaultRule> next) {
        rules = next.stream().map(ArmedRule::new).toList();
    }

    List<ArmedRule> armed() {
        return rules;
    }

    /** The first rule that is about to touch this call. */
    @Nullable
    ArmedRule firing(FaultyCall call) {
        for (ArmedRule rule : rules) {
            if (rule.fires(call)) {
                return rule;
            }
        }
        return null;
    }
}
