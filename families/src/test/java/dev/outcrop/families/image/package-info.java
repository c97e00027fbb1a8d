@NullMarked
package dev.outcrop.families.image;

import org.jspecify.annotations.NullMarked;
