/** Faults on purpose, as callers meet them. */
@NullMarked
package dev.outcrop.server.fault;

import org.jspecify.annotations.NullMarked;
