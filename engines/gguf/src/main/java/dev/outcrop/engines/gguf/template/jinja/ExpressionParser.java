package dev.outcrop.engines.gguf.template.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.outcrop.engines.gguf.template.jinja.Expression.Arguments;
import dev.outcrop.engines.gguf.template.jinja.Token.Kind;
import org.jspecify.annotations.Nullable;

/** Reads expressions by recursive descent, with Jinja's precedences: filters and tests bind tighter than arithmetic. */
class ExpressionParser {

    /** Nesting beyond this is refused, so that reading and evaluating cannot exhaust the stack. */
    private static final int DEEPEST = 60;

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> NO_TEST_ARGUMENT = Set.of("else", "or", "and", "if", "is", "not", "in");

    private final List<Token> tokens;
    private int at;
    private int depth;

    ExpressionParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    final Token current() {
        return tokens.get(at);
    }

    final Token take() {
        Token token = tokens.get(at);
        if (token.kind() != Kind.END) {
            at++;
        }
        return token;
    }

    final JinjaException unexpected() {
        return JinjaException.at(current().line(), "unexpected " + current().shown());
    }

    final void expect(Kind kind) {
        if (take().kind() != kind) {
            at--;
            throw unexpected();
        }
    }

    final void expectOperator(String operator) {
        if (!takeOperator(operator)) {
            throw unexpected();
        }
    }

    final boolean takeOperator(String operator) {
        boolean found = current().isOperator(operator);
        if (found) {
            at++;
        }
        return found;
    }

    final boolean takeName(String name) {
        boolean found = current().isName(name);
        if (found) {
            at++;
        }
        return found;
    }

    final String name() {
        if (current().kind() != Kind.NAME) {
            throw unexpected();
        }
        return take().text();
    }

    final void enter() {
        if (++depth > DEEPEST) {
            throw JinjaException.at(current().line(), "nested too deeply");
        }
    }

    final void leave() {
        depth--;
    }

    /** An expression, or several with commas between: a tuple. */
    final Expression tuple() {
        Expression first = expression();
        if (!current().isOperator(",")) {
            return first;
        }
        List<Expression> items = new ArrayList<>(List.of(first));
        while (takeOperator(",")) {
            if (current().kind() == Kind.CLOSE_TAG || current().kind() == Kind.CLOSE_EXPRESSION
                    || current().isOperator(")") || current().isOperator("=")) {
                break;
            }
            items.add(expression());
        }
        return new Expression.ListOf(items);
    }

    final Expression expression() {
        enter();
        Expression value = or();
        while (takeName("if")) {
            Expression condition = or();
            value = new Expression.Conditional(condition, value, takeName("else") ? expression() : null);
        }
        leave();
        return value;
    }

    /** An expression in which a following {@code if} belongs to somebody else. */
    final Expression withoutCondition() {
        return or();
    }

    private Expression or() {
        Expression left = and();
        while (takeName("or")) {
            left = new Expression.Binary("or", left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (takeName("and")) {
            left = new Expression.Binary("and", left, not());
        }
        return left;
    }

    private Expression not() {
        if (!takeName("not")) {
            return comparison();
        }
        enter();
        Expression of = not();
        leave();
        return new Expression.Unary("not", of);
    }

    private Expression comparison() {
        Expression first = sum();
        List<String> operators = new ArrayList<>();
        List<Expression> others = new ArrayList<>();
        while (true) {
            if (current().kind() == Kind.OPERATOR && COMPARISONS.contains(current().text())) {
                operators.add(take().text());
            } else if (takeName("in")) {
                operators.add("in");
            } else if (current().isName("not") && tokens.get(at + 1).isName("in")) {
                at += 2;
                operators.add("not in");
            } else {
                return operators.isEmpty() ? first : new Expression.Comparison(first, operators, others);
            }
            others.add(sum());
        }
    }

    private Expression sum() {
        Expression left = joined();
        while (current().isOperator("+") || current().isOperator("-")) {
            left = new Expression.Binary(take().text(), left, joined());
        }
        return left;
    }

    private Expression joined() {
        Expression left = product();
        while (takeOperator("~")) {
            left = new Expression.Binary("~", left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = power();
        while (current().isOperator("*") || current().isOperator("/") || current().isOperator("//")
                || current().isOperator("%")) {
            left = new Expression.Binary(take().text(), left, power());
        }
        return left;
    }

    private Expression power() {
        Expression left = unary(true);
        while (takeOperator("**")) {
            left = new Expression.Binary("**", left, unary(true));
        }
        return left;
    }

    private Expression unary(boolean withFilters) {
        Expression value;
        if (current().isOperator("-") || current().isOperator("+")) {
            String operator = take().text();
            enter();
            value = new Expression.Unary(operator, unary(false));
            leave();
        } else {
            value = postfix(primary());
        }
        return withFilters ? filtersAndTests(value) : value;
    }

    private Expression primary() {
        Token token = take();
        return switch (token.kind()) {
            case NAME -> named(token.text());
            case STRING -> strings(token.text());
            case INTEGER -> new Expression.Literal(integer(token));
            case FLOAT -> new Expression.Literal(Double.valueOf(token.text()));
            case OPERATOR -> switch (token.text()) {
                case "(" -> parenthesised();
                case "[" -> new Expression.ListOf(items("]"));
                case "{" -> dict();
                default -> {
                    at--;
                    throw unexpected();
                }
            };
            case TEXT, OPEN_EXPRESSION, CLOSE_EXPRESSION, OPEN_TAG, CLOSE_TAG, END -> {
                at -= token.kind() == Kind.END ? 0 : 1;
                throw unexpected();
            }
        };
    }

    private static Expression named(String name) {
        return switch (name) {
            case "true", "True" -> new Expression.Literal(true);
            case "false", "False" -> new Expression.Literal(false);
            case "none", "None" -> new Expression.Literal(null);
            default -> new Expression.Name(name);
        };
    }

    private static Object integer(Token token) {
        try {
            return Long.valueOf(token.text());
        } catch (NumberFormatException e) {
            throw JinjaException.at(token.line(), "the number " + token.text() + " is too large");
        }
    }

    /** Neighbouring strings are one. */
    private Expression strings(String first) {
        StringBuilder value = new StringBuilder(first);
        while (current().kind() == Kind.STRING) {
            value.append(take().text());
        }
        return new Expression.Literal(value.toString());
    }

    private Expression parenthesised() {
        if (takeOperator(")")) {
            return new Expression.ListOf(List.of());
        }
        Expression value = tuple();
        expectOperator(")");
        return value;
    }

    private List<Expression> items(String end) {
        List<Expression> items = new ArrayList<>();
        while (!takeOperator(end)) {
            items.add(expression());
            if (!current().isOperator(end)) {
                expectOperator(",");
            }
        }
        return items;
    }

    private Expression dict() {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!takeOperator("}")) {
            keys.add(expression());
            expectOperator(":");
            values.add(expression());
            if (!current().isOperator("}")) {
                expectOperator(",");
            }
        }
        return new Expression.DictOf(keys, values);
    }

    private Expression postfix(Expression of) {
        Expression value = of;
        while (true) {
            if (takeOperator(".")) {
                value = current().kind() == Kind.INTEGER
                        ? new Expression.Item(value, new Expression.Literal(integer(take())))
                        : new Expression.Attribute(value, name());
            } else if (takeOperator("[")) {
                value = subscript(value);
            } else if (takeOperator("(")) {
                value = new Expression.Call(value, arguments());
            } else {
                return value;
            }
        }
    }

    private Expression subscript(Expression of) {
        Expression from = current().isOperator(":") ? null : tuple();
        if (from != null && takeOperator("]")) {
            return new Expression.Item(of, from);
        }
        expectOperator(":");
        Expression to = bound();
        Expression step = takeOperator(":") ? bound() : null;
        expectOperator("]");
        return new Expression.Slice(of, from, to, step);
    }

    private @Nullable Expression bound() {
        return current().isOperator(":") || current().isOperator("]") ? null : expression();
    }

    private Arguments arguments() {
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!takeOperator(")")) {
            if (current().kind() == Kind.NAME && tokens.get(at + 1).isOperator("=")) {
                String name = take().text();
                at++;
                named.put(name, expression());
            } else {
                positional.add(expression());
            }
            if (!current().isOperator(")")) {
                expectOperator(",");
            }
        }
        return new Arguments(positional, named);
    }

    final Expression filtersAndTests(Expression of) {
        Expression value = of;
        while (true) {
            if (takeOperator("|")) {
                String name = name();
                value = new Expression.Filter(value, name, takeOperator("(") ? arguments() : Arguments.NONE);
            } else if (takeName("is")) {
                value = test(value);
            } else if (takeOperator("(")) {
                value = new Expression.Call(value, arguments());
            } else {
                return value;
            }
        }
    }

    private Expression test(Expression of) {
        boolean negated = takeName("not");
        String name = name();
        List<Expression> arguments = List.of();
        if (takeOperator("(")) {
            arguments = arguments().positional();
        } else if (mayBeTestArgument(current())) {
            arguments = List.of(postfix(primary()));
        }
        return new Expression.Test(of, name, arguments, negated);
    }

    private static boolean mayBeTestArgument(Token token) {
        return switch (token.kind()) {
            case NAME -> !NO_TEST_ARGUMENT.contains(token.text());
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> token.text().equals("[") || token.text().equals("{");
            case TEXT, OPEN_EXPRESSION, CLOSE_EXPRESSION, OPEN_TAG, CLOSE_TAG, END -> false;
        };
    }
}
