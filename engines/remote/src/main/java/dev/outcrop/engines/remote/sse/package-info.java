/** Server-sent events, read from bytes as they come (WHATWG HTML, "Server-sent events"). Knows no HTTP. */
@NullMarked
package dev.outcrop.engines.remote.sse;

import org.jspecify.annotations.NullMarked;
