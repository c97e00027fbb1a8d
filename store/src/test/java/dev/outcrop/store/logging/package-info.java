/** Tests of the package of this name. */
@NullMarked
package dev.outcrop.store.logging;

import org.jspecify.annotations.NullMarked;
