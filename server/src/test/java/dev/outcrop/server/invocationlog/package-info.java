/** Tests of the package of this name. */
@NullMarked
package dev.outcrop.server.invocationlog;

import org.jspecify.annotations.NullMarked;
