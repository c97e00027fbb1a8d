@NullMarked
package dev.outcrop.guardrails.text;

import org.jspecify.annotations.NullMarked;
