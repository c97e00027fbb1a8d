/** Meta Llama 2, 3 and 4. */
@NullMarked
package dev.outcrop.families.llama;

import org.jspecify.annotations.NullMarked;
