/** What the process says on standard error. */
@NullMarked
package dev.outcrop.cli.log;

import org.jspecify.annotations.NullMarked;
