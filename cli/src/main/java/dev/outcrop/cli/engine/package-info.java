/** From the configuration to running engines and a running server: the composition root. */
@NullMarked
package dev.outcrop.cli.engine;

import org.jspecify.annotations.NullMarked;
