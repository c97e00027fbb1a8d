/** Bedrock API keys: bearer tokens that hold a signed URL (short-term) or a name and a secret (long-term). */
@NullMarked
package dev.outcrop.access.key;

import org.jspecify.annotations.NullMarked;
