/** Tests of the package of this name. */
@NullMarked
package dev.outcrop.server.guardrail;

import org.jspecify.annotations.NullMarked;
