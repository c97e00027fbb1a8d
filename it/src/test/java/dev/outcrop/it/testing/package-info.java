/** A whole Outcrop for tests, as the command composes it. */
@NullMarked
package dev.outcrop.it.testing;

import org.jspecify.annotations.NullMarked;
