/** Tests of the families: the golden cases, samples of real messages, properties. */
@NullMarked
package dev.outcrop.families;

import org.jspecify.annotations.NullMarked;
