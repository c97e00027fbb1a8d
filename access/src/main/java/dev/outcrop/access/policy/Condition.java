package dev.outcrop.access.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One key of a condition block: whether the call's values of it are as the block says. Immutable. */
sealed interface Condition {

    /** The key, in lower case. */
    String key();

    boolean holds(RequestContext context);

    /** The key and those of variables, in lower case. */
    Set<String> keys();

    /** How several values of a call count. */
    enum Quantifier {
        /** Not said: the call has one value, ordinarily. */
        NONE(""),
        /** One value that is as the condition says is enough. */
        ANY("ForAnyValue:"),
        /** Every value has to be; so no value is fine. */
        ALL("ForAllValues:");

        private final String prefix;

        Quantifier(String prefix) {
            this.prefix = prefix;
        }

        /** What is written before the operator. */
        String prefix() {
            return prefix;
        }
    }

    /** The operator {@code Null}. */
    record Absence(String key, boolean absent) implements Condition {
        @Override
        public boolean holds(RequestContext context) {
            return context.values(key).isEmpty() == absent;
        }

        @Override
        public Set<String> keys() {
            return Set.of(key);
        }
    }

    /**
     * Every other operator.
     *
     * @param negated whether the operator holds where no value of the policy is the call's
     * @param ifExists whether a call without the key passes
     */
    record Comparison(
            String key, Quantifier quantifier, boolean negated, boolean ifExists, List<Comparand> comparands)
            implements
                Condition {

        public Comparison {
            comparands = List.copyOf(comparands);
        }

        @Override
        public boolean holds(RequestContext context) {
            List<String> actual = context.values(key);
            if (actual.isEmpty()) {
                return ifExists || switch (quantifier) {
                    case NONE -> negated;
                    case ANY -> false;
                    case ALL -> true;
                };
            }
            return switch (quantifier) {
                // "Not equal" means that none of the call's values is any of the policy's.
                case NONE -> anyPasses(actual, context, true) != negated;
                case ANY -> anyPasses(actual, context, !negated);
                case ALL -> !anyPasses(actual, context, negated);
            };
        }

        /** Whether there is a value that some comparand matches, or, when not wanted, that none does. */
        private boolean anyPasses(List<String> actual, RequestContext context, boolean wanted) {
            for (String value : actual) {
                if (isMatched(value, context) == wanted) {
                    return true;
                }
            }
            return false;
        }

        private boolean isMatched(String value, RequestContext context) {
            for (Comparand comparand : comparands) {
                if (comparand.matches(value, context)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Set<String> keys() {
            Set<String> keys = new HashSet<>(Set.of(key));
            comparands.forEach(comparand -> keys.addAll(comparand.keys()));
            return keys;
        }
    }
}
