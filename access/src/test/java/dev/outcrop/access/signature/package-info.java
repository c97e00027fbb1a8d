@NullMarked
package dev.outcrop.access.signature;

import org.jspecify.annotations.NullMarked;
