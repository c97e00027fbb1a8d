/** Tests of the package of this name. */
@NullMarked
package dev.outcrop.store.resource;

import org.jspecify.annotations.NullMarked;
