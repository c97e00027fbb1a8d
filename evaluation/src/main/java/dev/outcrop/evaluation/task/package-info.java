/** Programmatic evaluation: which prompts a record needs answered, and what scores the answers make. */
@NullMarked
package dev.outcrop.evaluation.task;

import org.jspecify.annotations.NullMarked;
