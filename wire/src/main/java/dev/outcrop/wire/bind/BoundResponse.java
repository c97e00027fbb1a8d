package dev.outcrop.wire.bind;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A response as HTTP carries it.
 *
 * @param contentType null when there is no body, or when a header of the operation states the type
 */
@SuppressWarnings("ArrayRecordComponent") // made once, written once, never compared
public record BoundResponse(int status, Map<String, String> headers, byte[] body, @Nullable String contentType) {}
