package dev.outcrop.engines.gguf.template.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.outcrop.engines.gguf.template.jinja.Token.Kind;

/** Reads a whole template. */
final class TemplateParser extends ExpressionParser {

    TemplateParser(List<Token> tokens) {
        super(tokens);
    }

    static List<Statement> parse(String template) {
        TemplateParser parser = new TemplateParser(Lexer.tokens(template));
        List<Statement> statements = parser.until(Set.of());
        if (parser.current().kind() != Kind.END) {
            throw parser.unexpected();
        }
        return statements;
    }

    /** Statements up to a tag with one of these names, whose name is the current token then. */
    private List<Statement> until(Set<String> ends) {
        enter();
        List<Statement> statements = new ArrayList<>();
        while (current().kind() != Kind.END) {
            Token token = take();
            switch (token.kind()) {
                case TEXT -> statements.add(new Statement.Text(token.text()));
                case OPEN_EXPRESSION -> {
                    statements.add(new Statement.Output(tuple(), token.line()));
                    expect(Kind.CLOSE_EXPRESSION);
                }
                default -> {
                    if (current().kind() == Kind.NAME && ends.contains(current().text())) {
                        leave();
                        return statements;
                    }
                    statements.add(tag());
                }
            }
        }
        if (!ends.isEmpty()) {
            throw JinjaException.at(current().line(),
                    "missing " + String.join(" or ", ends.stream().sorted().toList()));
        }
        leave();
        return statements;
    }

    private Statement tag() {
        int line = current().line();
        String tag = name();
        return switch (tag) {
            case "if" -> conditional(line);
            case "for" -> loop(line);
            case "set" -> assignment(line);
            case "macro" -> macro();
            case "generation" -> {
                // Marks the answers for training; means nothing here.
                expect(Kind.CLOSE_TAG);
                List<Statement> body = until(Set.of("endgeneration"));
                closeTag();
                yield new Statement.Block(body);
            }
            case "break" -> {
                expect(Kind.CLOSE_TAG);
                yield new Statement.Break();
            }
            case "continue" -> {
                expect(Kind.CLOSE_TAG);
                yield new Statement.Continue();
            }
            default -> throw JinjaException.at(line, "the tag '" + tag + "' is not supported");
        };
    }

    /** The name of an end tag, and its brace. */
    private String closeTag() {
        String tag = name();
        expect(Kind.CLOSE_TAG);
        return tag;
    }

    private Statement conditional(int line) {
        Expression condition = tuple();
        expect(Kind.CLOSE_TAG);
        List<Statement> then = until(Set.of("elif", "else", "endif"));
        int next = current().line();
        if (takeName("elif")) {
            enter();
            Statement otherwise = conditional(next);
            leave();
            return new Statement.If(condition, then, List.of(otherwise), line);
        }
        List<Statement> otherwise = List.of();
        if (closeTag().equals("else")) {
            otherwise = until(Set.of("endif"));
            closeTag();
        }
        return new Statement.If(condition, then, otherwise, line);
    }

    private Statement loop(int line) {
        List<String> targets = targets();
        if (!takeName("in")) {
            throw unexpected();
        }
        Expression items = withoutCondition();
        Expression filter = takeName("if") ? expression() : null;
        expect(Kind.CLOSE_TAG);
        List<Statement> body = until(Set.of("else", "endfor"));
        List<Statement> otherwise = List.of();
        if (closeTag().equals("else")) {
            otherwise = until(Set.of("endfor"));
            closeTag();
        }
        return new Statement.For(targets, items, filter, body, otherwise, line);
    }

    private List<String> targets() {
        boolean parenthesised = takeOperator("(");
        List<String> targets = new ArrayList<>(List.of(name()));
        while (takeOperator(",")) {
            targets.add(name());
        }
        if (parenthesised) {
            expectOperator(")");
        }
        return targets;
    }

    private Statement assignment(int line) {
        List<String> targets = targets();
        if (targets.size() == 1 && takeOperator(".")) {
            String attribute = name();
            expectOperator("=");
            Expression value = tuple();
            expect(Kind.CLOSE_TAG);
            return new Statement.SetAttribute(targets.getFirst(), attribute, value, line);
        }
        if (targets.size() == 1 && current().kind() == Kind.CLOSE_TAG) {
            expect(Kind.CLOSE_TAG);
            List<Statement> body = until(Set.of("endset"));
            closeTag();
            return new Statement.SetBlock(targets.getFirst(), body);
        }
        expectOperator("=");
        Expression value = tuple();
        expect(Kind.CLOSE_TAG);
        return new Statement.Set(targets, value, line);
    }

    private Statement macro() {
        String name = name();
        List<String> parameters = new ArrayList<>();
        List<Expression> defaults = new ArrayList<>();
        expectOperator("(");
        while (!takeOperator(")")) {
            parameters.add(name());
            if (takeOperator("=")) {
                defaults.add(expression());
            } else if (!defaults.isEmpty()) {
                throw unexpected();
            }
            if (!current().isOperator(")")) {
                expectOperator(",");
            }
        }
        expect(Kind.CLOSE_TAG);
        List<Statement> body = until(Set.of("endmacro"));
        name();
        // The name may be repeated.
        if (current().kind() == Kind.NAME) {
            name();
        }
        expect(Kind.CLOSE_TAG);
        return new Statement.Macro(name, parameters, defaults, body);
    }
}
