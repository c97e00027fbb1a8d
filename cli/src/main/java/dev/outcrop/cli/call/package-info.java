/** Calling a running server from the command line: native bodies of each family, event streams, readable errors. */
@NullMarked
package dev.outcrop.cli.call;

import org.jspecify.annotations.NullMarked;
