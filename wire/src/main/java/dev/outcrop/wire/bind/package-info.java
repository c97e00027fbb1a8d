/** Between HTTP and the values of an operation's members, by the schema (restJson1). */
@NullMarked
package dev.outcrop.wire.bind;

import org.jspecify.annotations.NullMarked;
