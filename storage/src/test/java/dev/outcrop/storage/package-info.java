/** Tests of the package of this name. */
@NullMarked
package dev.outcrop.storage;

import org.jspecify.annotations.NullMarked;
