@NullMarked
package dev.outcrop.access.key;

import org.jspecify.annotations.NullMarked;
