@NullMarked
package dev.outcrop.guardrails.words;

import org.jspecify.annotations.NullMarked;
