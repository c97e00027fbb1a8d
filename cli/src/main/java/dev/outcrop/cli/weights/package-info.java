/** The weights of imported and custom models: how they come here, where they are kept, and the engines that run them. */
@NullMarked
package dev.outcrop.cli.weights;

import org.jspecify.annotations.NullMarked;
