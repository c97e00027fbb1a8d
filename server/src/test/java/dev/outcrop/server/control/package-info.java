/** Tests of the package of this name, against a real server. */
@NullMarked
package dev.outcrop.server.control;

import org.jspecify.annotations.NullMarked;
