/** Calls that the real service answers: handed on as they came but for the signature, and back as they come. */
@NullMarked
package dev.outcrop.server.relay;

import org.jspecify.annotations.NullMarked;
