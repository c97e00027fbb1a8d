package dev.outcrop.store.page;

/** The token that should continue a list was not given out for it. */
public final class PageTokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PageTokenException() {
        super("not a token of this list", null, false, false);
    }
}
