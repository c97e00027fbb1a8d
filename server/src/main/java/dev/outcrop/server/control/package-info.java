/** The operations of the control plane. */
@NullMarked
package dev.outcrop.server.control;

import org.jspecify.annotations.NullMarked;
