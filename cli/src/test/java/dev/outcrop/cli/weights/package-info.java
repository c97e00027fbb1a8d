/** Tests of {@code dev.outcrop.cli.weights}. */
@NullMarked
package dev.outcrop.cli.weights;

import org.jspecify.annotations.NullMarked;
