/** Tests of the package of this name. */
@NullMarked
package dev.outcrop.server.invocationlog.delivery;

import org.jspecify.annotations.NullMarked;
