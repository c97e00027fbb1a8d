/** Tests of the package of this name. */
@NullMarked
package dev.outcrop.store.database;

import org.jspecify.annotations.NullMarked;
