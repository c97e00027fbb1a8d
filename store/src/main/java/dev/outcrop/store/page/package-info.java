/** Long lists, given out in parts. */
@NullMarked
package dev.outcrop.store.page;

import org.jspecify.annotations.NullMarked;
