/** What several tests of this module need: the golden data and a writer of random models. */
@NullMarked
package dev.outcrop.engines.gguf.testing;

import org.jspecify.annotations.NullMarked;
