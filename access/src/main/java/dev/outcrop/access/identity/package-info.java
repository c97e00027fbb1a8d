/** Who a caller is, how that was proved, and which policies bound what it may do. */
@NullMarked
package dev.outcrop.access.identity;

import org.jspecify.annotations.NullMarked;
