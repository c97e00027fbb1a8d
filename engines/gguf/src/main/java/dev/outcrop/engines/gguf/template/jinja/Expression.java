package dev.outcrop.engines.gguf.template.jinja;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** What stands inside braces. */
sealed interface Expression {

    record Literal(@Nullable Object value) implements Expression {}

    record Name(String name) implements Expression {}

    /** A list, or a tuple, which behaves like one. */
    record ListOf(List<Expression> items) implements Expression {}

    record DictOf(List<Expression> keys, List<Expression> values) implements Expression {}

    record Attribute(Expression of, String name) implements Expression {}

    record Item(Expression of, Expression index) implements Expression {}

    record Slice(Expression of, @Nullable Expression from, @Nullable Expression to, @Nullable Expression step)
            implements
                Expression {}

    record Call(Expression callee, Arguments arguments) implements Expression {}

    record Filter(Expression of, String name, Arguments arguments) implements Expression {}

    record Test(Expression of, String name, List<Expression> arguments, boolean negated) implements Expression {}

    record Unary(String operator, Expression of) implements Expression {}

    record Binary(String operator, Expression left, Expression right) implements Expression {}

    /** {@code a < b <= c}: each comparison with its right side. */
    record Comparison(Expression first, List<String> operators, List<Expression> others) implements Expression {}

    record Conditional(Expression condition, Expression then, @Nullable Expression otherwise) implements Expression {}

    /** Arguments by position and by name. */
    record Arguments(List<Expression> positional, Map<String, Expression> named) {
        static final Arguments NONE = new Arguments(List.of(), Map.of());
    }
}
