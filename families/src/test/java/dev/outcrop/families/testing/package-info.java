/** A generation by script, in the place of a model, and what a family makes of it. */
@NullMarked
package dev.outcrop.families.testing;

import org.jspecify.annotations.NullMarked;
