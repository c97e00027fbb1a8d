/** What happens to every request, as one chain of decorators from the socket to the operation. */
@NullMarked
package dev.outcrop.server.pipeline;

import org.jspecify.annotations.NullMarked;
