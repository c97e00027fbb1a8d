package dev.outcrop.engines.gguf.template.jinja;

/** The template called {@code raise_exception}: it has no place for what it was given. */
public final class Refusal extends JinjaException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }
}
