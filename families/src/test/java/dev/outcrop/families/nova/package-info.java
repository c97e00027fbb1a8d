@NullMarked
package dev.outcrop.families.nova;

import org.jspecify.annotations.NullMarked;
