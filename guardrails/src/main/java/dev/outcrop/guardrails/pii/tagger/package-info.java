/**
 * The embedded tagger of names, addresses, ages and user names: a small network over the encoder's token vectors. Its
 * weights and their data card are resources of this package; {@code guardrails/training/tagger.py} makes them.
 */
@NullMarked
package dev.outcrop.guardrails.pii.tagger;

import org.jspecify.annotations.NullMarked;
