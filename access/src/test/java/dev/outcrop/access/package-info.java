@NullMarked
package dev.outcrop.access;

import org.jspecify.annotations.NullMarked;
