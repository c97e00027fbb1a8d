/** What describes a person and follows a pattern now and then: ages and postal addresses. */
@NullMarked
package dev.outcrop.guardrails.pii.person;

import org.jspecify.annotations.NullMarked;
