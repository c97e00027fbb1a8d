/** Families that order documents: Cohere Rerank and Amazon Rerank. */
@NullMarked
package dev.outcrop.families.rerank;

import org.jspecify.annotations.NullMarked;
