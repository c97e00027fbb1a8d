@NullMarked
package dev.outcrop.access.secret;

import org.jspecify.annotations.NullMarked;
