/**
 * Jinja as chat templates use it: the language of Jinja 3.1 without inheritance, includes and imports, with Python's
 * meaning of values, and bounds on what a hostile template can cost.
 *
 * <p>References: "Template Designer Documentation" of Jinja 3.1; the environment that Hugging Face's
 * {@code apply_chat_template} sets up (trim_blocks, lstrip_blocks, loop controls, {@code raise_exception},
 * {@code strftime_now}, {@code tojson} without escapes, {@code generation} blocks). Knows nothing of models.
 */
@NullMarked
package dev.outcrop.engines.gguf.template.jinja;

import org.jspecify.annotations.NullMarked;
