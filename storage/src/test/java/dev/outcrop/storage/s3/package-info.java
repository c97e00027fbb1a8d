/** Tests of the package of this name. */
@NullMarked
package dev.outcrop.storage.s3;

import org.jspecify.annotations.NullMarked;
