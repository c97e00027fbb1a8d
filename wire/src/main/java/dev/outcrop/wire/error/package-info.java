/**
 * The errors a caller can meet, one type each, thrown where the reason is known and written to the wire in one place.
 */
@NullMarked
package dev.outcrop.wire.error;

import org.jspecify.annotations.NullMarked;
