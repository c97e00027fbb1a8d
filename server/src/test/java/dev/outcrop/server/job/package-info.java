/** Tests of the package of this name. */
@NullMarked
package dev.outcrop.server.job;

import org.jspecify.annotations.NullMarked;
