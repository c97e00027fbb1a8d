/** Servers for tests: one that says what a test tells it to, byte by byte, and one over a real text engine. */
@NullMarked
package dev.outcrop.engines.remote.testing;

import org.jspecify.annotations.NullMarked;
