/**
 * Conversations as the text that a model was trained on.
 *
 * <p>The template that a model file carries is Jinja; common ones, and those for files without any, are built in. What
 * people wrote is kept apart from what the template writes, so that nobody forges a turn by typing its marker.
 */
@NullMarked
package dev.outcrop.engines.gguf.template;

import org.jspecify.annotations.NullMarked;
