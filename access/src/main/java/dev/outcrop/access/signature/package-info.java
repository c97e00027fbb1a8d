/**
 * Checks AWS Signature Version 4: what a request claims (in its header or its query), whether it is good for this time and
 * place, and whether the secret really makes it. The arithmetic itself is wire's.
 */
@NullMarked
package dev.outcrop.access.signature;

import org.jspecify.annotations.NullMarked;
