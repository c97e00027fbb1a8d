/** Tests of the transformers: golden numbers, an independent naive implementation, batches and chunks. */
@NullMarked
package dev.outcrop.engines.gguf.model;

import org.jspecify.annotations.NullMarked;
