/** Tests of Converse's mapping onto the families. */
@NullMarked
package dev.outcrop.families.converse;

import org.jspecify.annotations.NullMarked;
