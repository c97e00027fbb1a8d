/** Tests of the package of this name. */
@NullMarked
package dev.outcrop.server.control.model;

import org.jspecify.annotations.NullMarked;
