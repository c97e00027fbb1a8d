/** Tags of any resource that the store keeps, by ARN. */
@NullMarked
package dev.outcrop.store.tag;

import org.jspecify.annotations.NullMarked;
