/** The server: connections, the request pipeline, the operations of both APIs. Never constructs an engine. */
@NullMarked
package dev.outcrop.server;

import org.jspecify.annotations.NullMarked;
