/** Brings sealed segments of the journal to where the account wants its invocation log. */
@NullMarked
package dev.outcrop.server.invocationlog.delivery;

import org.jspecify.annotations.NullMarked;
