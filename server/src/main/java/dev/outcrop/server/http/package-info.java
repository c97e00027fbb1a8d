/**
 * Connections, requests and responses: HTTP/1.1, HTTP/2, TLS, limits, drain. Knows operations only as a chain of
 * {@link dev.outcrop.server.http.Endpoint endpoints}.
 */
@NullMarked
package dev.outcrop.server.http;

import org.jspecify.annotations.NullMarked;
