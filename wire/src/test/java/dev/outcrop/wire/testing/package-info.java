/** What several tests of this module share. */
@NullMarked
package dev.outcrop.wire.testing;

import org.jspecify.annotations.NullMarked;
