/** What it costs to find out who calls and what they may do. */
@NullMarked
package dev.outcrop.bench.access;

import org.jspecify.annotations.NullMarked;
