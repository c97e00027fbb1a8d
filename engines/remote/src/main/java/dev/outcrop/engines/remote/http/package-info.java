/** A small HTTP/1.1 client on Netty: pooled connections per event loop, back-pressure, cancelling. Knows no model. */
@NullMarked
package dev.outcrop.engines.remote.http;

import org.jspecify.annotations.NullMarked;
