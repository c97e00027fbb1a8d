/** What whoever runs a server sees. */
@NullMarked
package dev.outcrop.server.management;

import org.jspecify.annotations.NullMarked;
