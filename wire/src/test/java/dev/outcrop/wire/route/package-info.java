/** Tests of routing. */
@NullMarked
package dev.outcrop.wire.route;

import org.jspecify.annotations.NullMarked;
