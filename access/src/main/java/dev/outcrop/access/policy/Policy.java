package dev.outcrop.access.policy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * An identity policy, compiled. Immutable and thread-safe.
 *
 * <p>The language is that of the IAM user guide, "IAM JSON policy reference"; what it cannot mean is refused when it is written,
 * and not ignored when it is evaluated.
 */
public final class Policy {

    /** Most characters of a policy, white space not counted, as IAM counts those of a managed policy. */
    public static final int MOST_CHARACTERS = 6_144;

    private final List<Statement> statements;
    private final Set<String> conditionKeys;

    Policy(List<Statement> statements) {
        this.statements = List.copyOf(statements);
        this.conditionKeys = statements.stream()
                .flatMap(statement -> statement.keys().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Reads and checks a policy.
     *
     * @throws PolicyException when it is not valid
     */
    public static Policy parse(String json) {
        return new PolicyReader(json).read();
    }

    /** Its statements, in the order written. */
    public List<Statement> statements() {
        return statements;
    }

    /** The condition keys that evaluating it may ask for, in lower case. */
    public Set<String> conditionKeys() {
        return conditionKeys;
    }

    /** The first statement of this effect that applies, or null. */
    @Nullable
    Statement find(Effect effect, AccessRequest request) {
        for (Statement statement : statements) {
            if (statement.effect() == effect && statement.appliesTo(request)) {
                return statement;
            }
        }
        return null;
    }
}
