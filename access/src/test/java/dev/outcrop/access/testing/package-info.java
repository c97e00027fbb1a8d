/** What several tests of this module share: recorded requests, keys to check them with. */
@NullMarked
package dev.outcrop.access.testing;

import org.jspecify.annotations.NullMarked;
