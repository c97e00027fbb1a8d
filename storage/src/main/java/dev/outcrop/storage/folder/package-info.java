/** Buckets that are folders of this machine; keys are paths below them. */
@NullMarked
package dev.outcrop.storage.folder;

import org.jspecify.annotations.NullMarked;
