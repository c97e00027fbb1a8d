@NullMarked
package dev.outcrop.store.access;

import org.jspecify.annotations.NullMarked;
