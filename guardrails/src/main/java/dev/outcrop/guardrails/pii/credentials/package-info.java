/** What opens an account: user names, passwords and AWS keys. */
@NullMarked
package dev.outcrop.guardrails.pii.credentials;

import org.jspecify.annotations.NullMarked;
