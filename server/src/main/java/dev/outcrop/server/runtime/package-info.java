/** The operations of Bedrock Runtime: invoking models, whole and streamed. */
@NullMarked
package dev.outcrop.server.runtime;

import org.jspecify.annotations.NullMarked;
