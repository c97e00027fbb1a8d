/** Databases that tests run on. */
@NullMarked
package dev.outcrop.store.testing;

import org.jspecify.annotations.NullMarked;
