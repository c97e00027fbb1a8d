package dev.outcrop.engines.gguf.template.jinja;

/** A template that cannot be read, that failed, or that refused what it was given with {@code raise_exception}. */
public sealed class JinjaException extends RuntimeException permits Refusal {
    private static final long serialVersionUID = 1L;

    public JinjaException(String message) {
        super(message);
    }

    static JinjaException at(int line, String message) {
        return new JinjaException("line " + line + ": " + message);
    }
}
