/** Tests of the package of this name. */
@NullMarked
package dev.outcrop.store.guardrail;

import org.jspecify.annotations.NullMarked;
