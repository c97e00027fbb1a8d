/**
 * Families that answer with vectors: Titan, Cohere Embed, Nova. They say what to embed and how the vectors are written;
 * which model embeds, and how its vectors come to the promised length, is not theirs to know.
 */
@NullMarked
package dev.outcrop.families.embedding;

import org.jspecify.annotations.NullMarked;
