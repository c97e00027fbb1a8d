/** Fixtures for tests of the server: a model that says what it is told, and a server around it. */
@NullMarked
package dev.outcrop.server.testing;

import org.jspecify.annotations.NullMarked;
