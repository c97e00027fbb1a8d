/** What a stream lets pass, and when. */
@NullMarked
package dev.outcrop.guardrails.stream;

import org.jspecify.annotations.NullMarked;
