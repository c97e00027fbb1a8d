/** Guardrails in the server: found by identifier, enforced on invocations, written as the service's traces. */
@NullMarked
package dev.outcrop.server.guardrail;

import org.jspecify.annotations.NullMarked;
