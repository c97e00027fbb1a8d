/** Tests of what commands print. */
@NullMarked
package dev.outcrop.cli.command;

import org.jspecify.annotations.NullMarked;
