/** Tests of the rerank families. */
@NullMarked
package dev.outcrop.families.rerank;

import org.jspecify.annotations.NullMarked;
