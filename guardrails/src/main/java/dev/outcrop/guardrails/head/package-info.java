/**
 * Small trained networks over an encoder's vectors: reading their weights and running them. A few thousand to a few
 * hundred thousand numbers each, so plain loops do; no runtime, no dependency.
 */
@NullMarked
package dev.outcrop.guardrails.head;

import org.jspecify.annotations.NullMarked;
