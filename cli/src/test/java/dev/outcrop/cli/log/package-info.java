/** What is logged, and what never is. */
@NullMarked
package dev.outcrop.cli.log;

import org.jspecify.annotations.NullMarked;
