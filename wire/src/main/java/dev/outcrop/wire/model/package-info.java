/** A service's API as data: operations and shapes, read from a JSON description. */
@NullMarked
package dev.outcrop.wire.model;

import org.jspecify.annotations.NullMarked;
