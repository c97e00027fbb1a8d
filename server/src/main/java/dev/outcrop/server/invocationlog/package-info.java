/**
 * The log of invocations: what is recorded of each, kept on the disk until it is delivered.
 *
 * <p>A call is watched from its routing to its end. Before its end is sent, what was heard lies in the
 * {@linkplain dev.outcrop.server.invocationlog.journal journal}; from there it is
 * {@linkplain dev.outcrop.server.invocationlog.delivery delivered}, in batches, by a thread of its own.
 */
@NullMarked
package dev.outcrop.server.invocationlog;

import org.jspecify.annotations.NullMarked;
