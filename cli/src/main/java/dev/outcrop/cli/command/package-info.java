/** The commands, one class each. */
@NullMarked
package dev.outcrop.cli.command;

import org.jspecify.annotations.NullMarked;
