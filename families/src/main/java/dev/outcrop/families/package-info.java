/** Each model family's request, response and stream bodies, to and from the neutral inference types. Never knows HTTP, engines or storage. */
@NullMarked
package dev.outcrop.families;

import org.jspecify.annotations.NullMarked;
