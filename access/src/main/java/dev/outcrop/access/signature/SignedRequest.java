package dev.outcrop.access.signature;

import dev.outcrop.wire.bind.HeaderSource;
import org.jspecify.annotations.Nullable;

/**
 * A request as far as signatures cover it.
 *
 * @param rawPath exactly as received, nothing decoded
 * @param rawQuery exactly as received, without the question mark; null when there is none
 * @param headers as received; over HTTP/2 with {@code :authority}
 * @param body whole, not to be changed
 * @param secure whether it came over TLS
 * @param readsEvents whether its body is a stream of events, each signed by itself
 */
@SuppressWarnings("ArrayRecordComponent") // a view of what was received, never compared
public record SignedRequest(
        String method,
        String rawPath,
        @Nullable String rawQuery,
        HeaderSource headers,
        byte[] body,
        boolean secure,
        boolean readsEvents) {}
