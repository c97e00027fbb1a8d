/** Constraints of the schema, and the words in which their violations are reported. */
@NullMarked
package dev.outcrop.wire.validate;

import org.jspecify.annotations.NullMarked;
