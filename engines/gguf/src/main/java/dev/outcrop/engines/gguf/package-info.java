/** Text generation in Java from GGUF files. Depends on inference alone; never knows AWS, HTTP or a model family. */
@NullMarked
package dev.outcrop.engines.gguf;

import org.jspecify.annotations.NullMarked;
