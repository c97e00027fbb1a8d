/** Tests of the embedded entity tagger. */
@NullMarked
package dev.outcrop.guardrails.pii.tagger;

import org.jspecify.annotations.NullMarked;
