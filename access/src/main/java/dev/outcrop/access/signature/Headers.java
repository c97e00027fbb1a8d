package dev.outcrop.access.signature;

import java.util.Map;

import dev.outcrop.wire.bind.HeaderSource;
import dev.outcrop.wire.error.IncompleteSignatureException;
import org.jspecify.annotations.Nullable;

/** Reads headers that a signature depends on. */
final class Headers {

    private Headers() {}

    /**
     * The one value of a header, or null when it is absent.
     *
     * @throws IncompleteSignatureException when it is there twice: which one counts must not be a matter of taste
     */
    static @Nullable String single(HeaderSource headers, String name) {
        String value = headers.get(name);
        if (value == null) {
            return null;
        }
        int found = 0;
        for (Map.Entry<String, String> header : headers.all()) {
            if (header.getKey().equalsIgnoreCase(name) && ++found > 1) {
                throw new IncompleteSignatureException("There is more than one '" + name + "' header.");
            }
        }
        return value.strip();
    }
}
