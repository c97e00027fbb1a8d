/** Tests of the package of this name. */
@NullMarked
package dev.outcrop.server.model;

import org.jspecify.annotations.NullMarked;
