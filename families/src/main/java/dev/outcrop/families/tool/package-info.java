/** What the families' tools have in common: names, arguments, and answers of at most one call. */
@NullMarked
package dev.outcrop.families.tool;

import org.jspecify.annotations.NullMarked;
