/** From method and raw path to an operation and its labels. */
@NullMarked
package dev.outcrop.wire.route;

import org.jspecify.annotations.NullMarked;
