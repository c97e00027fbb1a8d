/** Cohere Command and Command R. */
@NullMarked
package dev.outcrop.families.cohere;

import org.jspecify.annotations.NullMarked;
