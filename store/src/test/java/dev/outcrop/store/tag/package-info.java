/** Tests of the package of this name. */
@NullMarked
package dev.outcrop.store.tag;

import org.jspecify.annotations.NullMarked;
