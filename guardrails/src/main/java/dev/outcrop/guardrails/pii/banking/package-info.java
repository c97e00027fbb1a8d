/** Bank accounts: IBAN, BIC, and the account and routing numbers of the United States. */
@NullMarked
package dev.outcrop.guardrails.pii.banking;

import org.jspecify.annotations.NullMarked;
