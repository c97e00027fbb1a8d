/** What whoever runs a server works with, beside the APIs. */
@NullMarked
package dev.outcrop.server.management;

import org.jspecify.annotations.NullMarked;
