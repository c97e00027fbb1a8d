/** Tests of the package of this name. */
@NullMarked
package dev.outcrop.server.invocationlog.journal;

import org.jspecify.annotations.NullMarked;
