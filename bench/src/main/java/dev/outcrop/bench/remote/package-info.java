/** What the remote engine adds to the model behind it, against the least a relay can do and against other gateways. */
@NullMarked
package dev.outcrop.bench.remote;

import org.jspecify.annotations.NullMarked;
