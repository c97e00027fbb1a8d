/** Tests of the package of this name. */
@NullMarked
package dev.outcrop.storage.folder;

import org.jspecify.annotations.NullMarked;
