/** How a person is reached: e-mail and telephone. */
@NullMarked
package dev.outcrop.guardrails.pii.contact;

import org.jspecify.annotations.NullMarked;
