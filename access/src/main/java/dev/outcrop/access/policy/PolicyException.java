package dev.outcrop.access.policy;

/** A text is no valid policy. The message says where and why, for whoever wrote it. */
public final class PolicyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;

    /**
     * @param path the element at fault, such as {@code Statement[0].Action[1]}; empty for the document
     * @param reason what is wrong with it, as a sentence
     */
    PolicyException(String path, String reason) {
        super(path.isEmpty() ? reason : path + ": " + reason);
        this.path = path;
    }

    /** The element at fault, such as {@code Statement[0].Action[1]}; empty for the document. */
    public String path() {
        return path;
    }
}
