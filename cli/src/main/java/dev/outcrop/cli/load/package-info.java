/** The load generator behind {@code outcrop bench}: a bounded number of callers against one server. */
@NullMarked
package dev.outcrop.cli.load;

import org.jspecify.annotations.NullMarked;
