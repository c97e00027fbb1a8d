/** Mistral text completion. */
@NullMarked
package dev.outcrop.families.mistral;

import org.jspecify.annotations.NullMarked;
