package dev.outcrop.engines.remote;

/**
 * What a server knows its caller by. Never part of a text.
 *
 * @param value the key itself
 */
public record ApiKey(String value) {

    /** Value of the {@code Authorization} header. */
    String authorization() {
        return "Bearer " + value;
    }

    @Override
    public String toString() {
        return "ApiKey[...]";
    }
}
