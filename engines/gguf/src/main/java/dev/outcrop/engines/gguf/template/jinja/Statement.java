package dev.outcrop.engines.gguf.template.jinja;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** What a template consists of. */
sealed interface Statement {

    record Text(String text) implements Statement {}

    record Output(Expression expression, int line) implements Statement {}

    record If(Expression condition, List<Statement> then, List<Statement> otherwise, int line) implements Statement {}

    /** @param filter drops items before the loop counts them */
    record For(List<String> targets, Expression items, @Nullable Expression filter, List<Statement> body,
            List<Statement> otherwise, int line) implements Statement {}

    record Set(List<String> targets, Expression value, int line) implements Statement {}

    /** {@code set namespace.attribute = value} */
    record SetAttribute(String namespace, String attribute, Expression value, int line) implements Statement {}

    /** {@code set name} … {@code endset} */
    record SetBlock(String target, List<Statement> body) implements Statement {}

    /** @param defaults of the last parameters */
    record Macro(String name, List<String> parameters, List<Expression> defaults, List<Statement> body)
            implements
                Statement {}

    /** Statements without a scope of their own. */
    record Block(List<Statement> body) implements Statement {}

    record Break() implements Statement {}

    record Continue() implements Statement {}
}
