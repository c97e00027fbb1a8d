/** Real SDK clients against a real server, and the test that holds the architecture. */
@NullMarked
package dev.outcrop.it;

import org.jspecify.annotations.NullMarked;
