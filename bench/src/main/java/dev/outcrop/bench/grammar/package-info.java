/** What constrained answers cost. */
@NullMarked
package dev.outcrop.bench.grammar;

import org.jspecify.annotations.NullMarked;
