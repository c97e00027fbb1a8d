/** What is measured of invocations. */
@NullMarked
package dev.outcrop.server.metrics;

import org.jspecify.annotations.NullMarked;
