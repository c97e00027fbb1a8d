/**
 * Chat bodies in OpenAI's shape, and their relatives: Mistral chat, Jamba, Writer, and the open-weight models that the
 * service runs behind an OpenAI-compatible server.
 */
@NullMarked
package dev.outcrop.families.chat;

import org.jspecify.annotations.NullMarked;
