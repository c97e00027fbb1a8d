/** Prompts written otherwise: typing slips, capitals, white space, numbers in words. The same seed gives the same text. */
@NullMarked
package dev.outcrop.evaluation.perturb;

import org.jspecify.annotations.NullMarked;
