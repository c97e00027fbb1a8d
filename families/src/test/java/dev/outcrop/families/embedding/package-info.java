/** Tests of the embedding families. */
@NullMarked
package dev.outcrop.families.embedding;

import org.jspecify.annotations.NullMarked;
