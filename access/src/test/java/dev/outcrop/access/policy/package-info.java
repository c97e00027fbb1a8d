/** Tests of policies. */
@NullMarked
package dev.outcrop.access.policy;

import org.jspecify.annotations.NullMarked;
