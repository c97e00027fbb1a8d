/** Tests of the OpenAI-compatible API. */
@NullMarked
package dev.outcrop.server.openai;

import org.jspecify.annotations.NullMarked;
