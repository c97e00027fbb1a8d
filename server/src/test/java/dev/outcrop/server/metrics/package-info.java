/** What is measured. */
@NullMarked
package dev.outcrop.server.metrics;

import org.jspecify.annotations.NullMarked;
