package dev.outcrop.engines.gguf.template.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.outcrop.engines.gguf.template.jinja.Expression.Arguments;
import org.jspecify.annotations.Nullable;

/** Computes expressions. */
final class Evaluator {

    private final Budget budget;
    private final Filters filters;

    Evaluator(Budget budget) {
        this.budget = budget;
        this.filters = new Filters(budget);
    }

    @Nullable
    Object value(Expression expression, Scope scope) {
        budget.step();
        return switch (expression) {
            case Expression.Literal literal -> literal.value();
            case Expression.Name name -> scope.get(name.name());
            case Expression.ListOf list -> values(list.items(), scope);
            case Expression.DictOf dict -> dict(dict, scope);
            case Expression.Attribute attribute -> attribute(value(attribute.of(), scope), attribute.name());
            case Expression.Item item -> item(value(item.of(), scope), value(item.index(), scope));
            case Expression.Slice slice -> Operators.slice(value(slice.of(), scope), bound(slice.from(), scope),
                    bound(slice.to(), scope), bound(slice.step(), scope), budget);
            case Expression.Call call -> call(call, scope);
            case Expression.Filter filter -> filters.apply(filter.name(), value(filter.of(), scope),
                    values(filter.arguments().positional(), scope), named(filter.arguments(), scope));
            case Expression.Test test -> Tests.holds(test.name(), value(test.of(), scope),
                    values(test.arguments(), scope), budget) != test.negated();
            case Expression.Unary unary -> unary(unary, scope);
            case Expression.Binary binary -> binary(binary, scope);
            case Expression.Comparison comparison -> compare(comparison, scope);
            case Expression.Conditional conditional -> conditional(conditional, scope);
        };
    }

    boolean isTrue(Expression expression, Scope scope) {
        return Values.isTrue(value(expression, scope));
    }

    List<@Nullable Object> values(List<Expression> expressions, Scope scope) {
        List<@Nullable Object> values = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            values.add(value(expression, scope));
        }
        return values;
    }

    private Map<String, @Nullable Object> named(Arguments arguments, Scope scope) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        arguments.named().forEach((name, expression) -> named.put(name, value(expression, scope)));
        return named;
    }

    private Map<@Nullable Object, @Nullable Object> dict(Expression.DictOf dict, Scope scope) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < dict.keys().size(); i++) {
            map.put(value(dict.keys().get(i), scope), value(dict.values().get(i), scope));
        }
        return map;
    }

    private @Nullable Object bound(@Nullable Expression expression, Scope scope) {
        return expression == null ? null : value(expression, scope);
    }

    private @Nullable Object attribute(@Nullable Object of, String name) {
        if (of instanceof Undefined u) {
            throw u.used();
        }
        Function method = Methods.of(of, name, budget);
        if (method != null) {
            return method;
        }
        return of instanceof Map<?, ?> || of instanceof Namespace
                ? Operators.item(of, name)
                : new Undefined("the attribute '" + name + "' of " + Values.kind(of));
    }

    /** Like {@link Operators#item}, but what has no such item may have such a method. */
    private @Nullable Object item(@Nullable Object of, @Nullable Object key) {
        Object found = Operators.item(of, key);
        if (found instanceof Undefined && key instanceof String name) {
            Function method = Methods.of(of, name, budget);
            return method == null ? found : method;
        }
        return found;
    }

    private @Nullable Object call(Expression.Call call, Scope scope) {
        Object callee = value(call.callee(), scope);
        if (callee instanceof Undefined u) {
            throw u.used();
        }
        if (!(callee instanceof Function function)) {
            throw new JinjaException("cannot call " + Values.kind(callee));
        }
        List<@Nullable Object> positional = values(call.arguments().positional(), scope);
        Map<String, @Nullable Object> named = named(call.arguments(), scope);
        budget.enter();
        Object result = function.call(positional, named);
        budget.leave();
        return result;
    }

    private Object unary(Expression.Unary unary, Scope scope) {
        if (unary.operator().equals("not")) {
            return !isTrue(unary.of(), scope);
        }
        Object value = value(unary.of(), scope);
        try {
            return unary.operator().equals("-") ? Operators.negate(value) : Operators.negate(Operators.negate(value));
        } catch (ArithmeticException e) {
            throw new JinjaException("a number is too large");
        }
    }

    private @Nullable Object binary(Expression.Binary binary, Scope scope) {
        Object left = value(binary.left(), scope);
        return switch (binary.operator()) {
            case "and" -> Values.isTrue(left) ? value(binary.right(), scope) : left;
            case "or" -> Values.isTrue(left) ? left : value(binary.right(), scope);
            case "~" -> budget.made(Values.written(left, budget)
                    + Values.written(value(binary.right(), scope), budget));
            default -> Operators.apply(binary.operator(), left, value(binary.right(), scope), budget);
        };
    }

    private boolean compare(Expression.Comparison comparison, Scope scope) {
        Object left = value(comparison.first(), scope);
        for (int i = 0; i < comparison.operators().size(); i++) {
            Object right = value(comparison.others().get(i), scope);
            if (!Operators.compare(comparison.operators().get(i), left, right, budget)) {
                return false;
            }
            left = right;
        }
        return true;
    }

    private @Nullable Object conditional(Expression.Conditional conditional, Scope scope) {
        if (isTrue(conditional.condition(), scope)) {
            return value(conditional.then(), scope);
        }
        return conditional.otherwise() == null
                ? new Undefined("the value of a condition without else")
                : value(conditional.otherwise(), scope);
    }
}
