package dev.outcrop.cli.config;

/** A configuration that cannot be used; the message tells the user which key is wrong and what to write instead. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }
}
