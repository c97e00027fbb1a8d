package dev.outcrop.engines.gguf.template.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A template that has been read. Immutable and thread-safe.
 *
 * <p>A rendering that takes more than a few million evaluations, makes a text longer than 64 Mi characters or calls
 * itself too deeply fails; so does a template with more nesting than people write.
 */
public final class JinjaTemplate {

    private static final long MOST_STEPS = 5_000_000;
    private static final int LONGEST_TEXT = 1 << 26;
    private static final int LONGEST_RANGE = 100_000;

    private final List<Statement> statements;

    private JinjaTemplate(List<Statement> statements) {
        this.statements = statements;
    }

    /**
     * Reads a template.
     *
     * @throws JinjaException naming the line, when the template is broken or uses what is not supported
     */
    public static JinjaTemplate of(String source) {
        return new JinjaTemplate(TemplateParser.parse(source));
    }

    /**
     * Renders the template.
     *
     * @param variables values of the kinds that {@link Function} lists
     * @throws JinjaException when the template fails; a {@link Refusal} when it says so itself
     */
    public String render(Map<String, ? extends @Nullable Object> variables) {
        return render(variables, new Budget(MOST_STEPS, LONGEST_TEXT));
    }

    String render(Map<String, ? extends @Nullable Object> variables, Budget budget) {
        Scope globals = new Scope(null);
        globals.set("range", (Function) (positional, named) -> range(positional));
        globals.set("namespace", (Function) (positional, named) -> new Namespace(named));
        globals.set("dict", (Function) (positional, named) -> new LinkedHashMap<>(named));
        globals.set("raise_exception", (Function) (positional, named) -> {
            throw new Refusal(positional.isEmpty() ? "" : Values.written(positional.getFirst(), budget));
        });
        variables.forEach(globals::set);
        try {
            return new Renderer(budget).render(statements, new Scope(globals));
        } catch (StackOverflowError e) {
            // Lists within lists, as deep as loops can make them.
            throw new JinjaException("a value is nested too deeply");
        }
    }

    private static List<@Nullable Object> range(List<@Nullable Object> bounds) {
        long from = bounds.size() > 1 ? Values.whole(bounds.getFirst()) : 0;
        long to = bounds.isEmpty() ? 0 : Values.whole(bounds.get(Math.min(1, bounds.size() - 1)));
        long step = bounds.size() > 2 ? Values.whole(bounds.get(2)) : 1;
        if (step == 0) {
            throw new JinjaException("a range cannot have step 0");
        }
        List<@Nullable Object> range = new ArrayList<>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            if (range.size() == LONGEST_RANGE) {
                throw new JinjaException("a range is too long");
            }
            range.add(i);
        }
        return range;
    }
}
