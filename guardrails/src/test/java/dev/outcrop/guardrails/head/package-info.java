/** Tests of small networks. */
@NullMarked
package dev.outcrop.guardrails.head;

import org.jspecify.annotations.NullMarked;
