package dev.outcrop.engines.gguf.template.jinja;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Carries out one rendering. */
final class Renderer {

    /** How a list of statements ended. */
    private enum Flow {
        NEXT, BREAK, CONTINUE
    }

    private final Budget budget;
    private final Evaluator evaluator;
    private StringBuilder out = new StringBuilder();

    Renderer(Budget budget) {
        this.budget = budget;
        this.evaluator = new Evaluator(budget);
    }

    String render(List<Statement> statements, Scope scope) {
        run(statements, scope);
        return out.toString();
    }

    private Flow run(List<Statement> statements, Scope scope) {
        for (Statement statement : statements) {
            budget.step();
            Flow flow = run(statement, scope);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    private Flow run(Statement statement, Scope scope) {
        switch (statement) {
            case Statement.Text text -> write(text.text());
            case Statement.Output output ->
                write(Values.written(value(output.expression(), scope, output.line()), budget));
            case Statement.If choice -> {
                boolean holds = Values.isTrue(value(choice.condition(), scope, choice.line()));
                return run(holds ? choice.then() : choice.otherwise(), scope);
            }
            case Statement.For loop -> loop(loop, scope);
            case Statement.Set set -> assign(set.targets(), value(set.value(), scope, set.line()), scope);
            case Statement.SetAttribute set -> setAttribute(set, scope);
            case Statement.SetBlock block -> scope.set(block.target(), captured(block.body(), scope));
            case Statement.Macro macro -> scope.set(macro.name(), macro(macro, scope));
            case Statement.Block block -> {
                return run(block.body(), scope);
            }
            case Statement.Break b -> {
                return Flow.BREAK;
            }
            case Statement.Continue c -> {
                return Flow.CONTINUE;
            }
        }
        return Flow.NEXT;
    }

    private void write(String text) {
        budget.added(out.length(), text.length());
        out.append(text);
    }

    private @Nullable Object value(Expression expression, Scope scope, int line) {
        try {
            return evaluator.value(expression, scope);
        } catch (JinjaException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith("line ") || e instanceof Refusal ? e : JinjaException.at(line, message);
        }
    }

    private void loop(Statement.For loop, Scope scope) {
        List<@Nullable Object> items = Values.items(value(loop.items(), scope, loop.line()), budget);
        Expression filter = loop.filter();
        if (filter != null) {
            List<@Nullable Object> kept = new ArrayList<>();
            for (Object item : items) {
                Scope inner = new Scope(scope);
                assign(loop.targets(), item, inner);
                if (Values.isTrue(value(filter, inner, loop.line()))) {
                    kept.add(item);
                }
            }
            items = kept;
        }
        if (items.isEmpty()) {
            run(loop.otherwise(), scope);
            return;
        }
        LoopState state = new LoopState(items);
        for (int i = 0; i < items.size(); i++) {
            Scope inner = new Scope(scope);
            inner.set("loop", state.at(i));
            assign(loop.targets(), items.get(i), inner);
            if (run(loop.body(), inner) == Flow.BREAK) {
                return;
            }
        }
    }

    private void assign(List<String> targets, @Nullable Object value, Scope scope) {
        if (targets.size() == 1) {
            scope.set(targets.getFirst(), value);
            return;
        }
        List<@Nullable Object> parts = Values.items(value, budget);
        if (parts.size() != targets.size()) {
            throw new JinjaException("expected " + targets.size() + " values but found " + parts.size());
        }
        for (int i = 0; i < parts.size(); i++) {
            scope.set(targets.get(i), parts.get(i));
        }
    }

    private void setAttribute(Statement.SetAttribute set, Scope scope) {
        if (!(scope.get(set.namespace()) instanceof Namespace namespace)) {
            throw JinjaException.at(set.line(), "'" + set.namespace() + "' is no namespace");
        }
        namespace.attributes().put(set.attribute(), value(set.value(), scope, set.line()));
    }

    private String captured(List<Statement> body, Scope scope) {
        StringBuilder outside = out;
        out = new StringBuilder();
        run(body, new Scope(scope));
        String text = out.toString();
        out = outside;
        return text;
    }

    private Function macro(Statement.Macro macro, Scope scope) {
        return (positional, named) -> {
            Scope inner = new Scope(scope);
            List<String> parameters = macro.parameters();
            if (positional.size() > parameters.size()) {
                throw new JinjaException("the macro '" + macro.name() + "' takes " + parameters.size() + " arguments");
            }
            int firstDefault = parameters.size() - macro.defaults().size();
            Map<String, @Nullable Object> given = new HashMap<>(named);
            for (int i = 0; i < parameters.size(); i++) {
                String parameter = parameters.get(i);
                if (i < positional.size()) {
                    inner.set(parameter, positional.get(i));
                } else if (given.containsKey(parameter)) {
                    inner.set(parameter, given.remove(parameter));
                } else if (i >= firstDefault) {
                    inner.set(parameter, evaluator.value(macro.defaults().get(i - firstDefault), inner));
                } else {
                    inner.set(parameter, new Undefined("parameter '" + parameter + "'"));
                }
            }
            if (!given.isEmpty()) {
                throw new JinjaException("the macro '" + macro.name() + "' has no parameter '"
                        + given.keySet().iterator().next() + "'");
            }
            return captured(macro.body(), inner);
        };
    }
}
