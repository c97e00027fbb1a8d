/** Data sets: JSON Lines in, records out, every fault with its line. */
@NullMarked
package dev.outcrop.evaluation.dataset;

import org.jspecify.annotations.NullMarked;
