/** AI21 Jurassic-2. */
@NullMarked
package dev.outcrop.families.ai21;

import org.jspecify.annotations.NullMarked;
