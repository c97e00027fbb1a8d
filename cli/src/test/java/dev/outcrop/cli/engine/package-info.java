/** Tests of what the configuration makes run. */
@NullMarked
package dev.outcrop.cli.engine;

import org.jspecify.annotations.NullMarked;
