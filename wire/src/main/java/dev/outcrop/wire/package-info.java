/** AWS on the wire: the API as data, and everything that reads or writes bytes by it. Knows no Bedrock: what it knows of operations and shapes it reads from a service model. */
@NullMarked
package dev.outcrop.wire;

import org.jspecify.annotations.NullMarked;
