/** What accounts want logged of their invocations. */
@NullMarked
package dev.outcrop.store.logging;

import org.jspecify.annotations.NullMarked;
