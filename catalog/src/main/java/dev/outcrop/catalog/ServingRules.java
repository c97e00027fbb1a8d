package dev.outcrop.catalog;

import java.util.List;
import java.util.Optional;

/** What answers a model id: the first rule that matches. Immutable. */
public record ServingRules(List<ServingRule> rules) {

    public ServingRules {
        rules = List.copyOf(rules);
    }

    /** The rule for a model, if any; without one the embedded model answers. */
    public Optional<ServingRule> of(String modelId) {
        return rules.stream().filter(rule -> rule.answers(modelId)).findFirst();
    }

    /** The ids that rules spell out, in their order; those with a {@code *} stand for ids and are none. */
    public List<String> ids() {
        return rules.stream().map(ServingRule::match).filter(match -> match.indexOf('*') < 0).distinct().toList();
    }

    /** Whether some rule names this id: then it can be invoked though the table lacks it. */
    public boolean names(String modelId) {
        return rules.stream().anyMatch(rule -> rule.names(modelId));
    }
}
