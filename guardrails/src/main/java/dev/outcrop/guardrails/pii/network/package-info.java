/** Addresses of machines and pages: IP, MAC and URL. */
@NullMarked
package dev.outcrop.guardrails.pii.network;

import org.jspecify.annotations.NullMarked;
