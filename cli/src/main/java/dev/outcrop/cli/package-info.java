/** The outcrop command, and the one place that constructs everything. */
@NullMarked
package dev.outcrop.cli;

import org.jspecify.annotations.NullMarked;
