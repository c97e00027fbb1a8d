package dev.outcrop.engines.gguf.template.jinja;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Values as Python's {@code json.dumps(…, ensure_ascii=False)} writes them. */
final class Json {

    private final StringBuilder out = new StringBuilder();
    private final int indent;
    private final Budget budget;

    private Json(int indent, Budget budget) {
        this.indent = indent;
        this.budget = budget;
    }

    /** @param indent blanks per level, negative for one line */
    static String written(@Nullable Object value, int indent, Budget budget) {
        Json json = new Json(Math.min(indent, 16), budget);
        json.write(value, 1);
        return budget.made(json.out.toString());
    }

    private void write(@Nullable Object value, int level) {
        budget.step();
        switch (value) {
            case null -> out.append("null");
            case Boolean b -> out.append(b);
            case Long n -> out.append(n);
            case Double n -> out.append(Values.real(n));
            case String s -> quote(s);
            case List<?> list -> {
                out.append('[');
                for (Iterator<?> items = list.iterator(); items.hasNext();) {
                    lineBreak(level);
                    write(items.next(), level + 1);
                    separate(items.hasNext());
                }
                close(!list.isEmpty(), level, ']');
            }
            case Map<?, ?> map -> {
                out.append('{');
                for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext();) {
                    Map.Entry<?, ?> entry = entries.next();
                    lineBreak(level);
                    quote(entry.getKey() instanceof String s ? s : Values.written(entry.getKey(), budget));
                    out.append(": ");
                    write(entry.getValue(), level + 1);
                    separate(entries.hasNext());
                }
                close(!map.isEmpty(), level, '}');
            }
            default -> throw new JinjaException("JSON cannot hold " + Values.kind(value));
        }
    }

    private void separate(boolean more) {
        if (more) {
            out.append(indent < 0 ? ", " : ",");
        }
    }

    private void close(boolean filled, int level, char bracket) {
        if (filled) {
            lineBreak(level - 1);
        }
        out.append(bracket);
    }

    private void lineBreak(int level) {
        if (indent >= 0) {
            budget.added(out.length(), (long) indent * level);
            out.append('\n').repeat(' ', indent * level);
        }
    }

    private void quote(String text) {
        budget.added(out.length(), text.length());
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
