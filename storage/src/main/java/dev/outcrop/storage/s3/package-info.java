/** Buckets of Amazon S3 or of any service that speaks its protocol. */
@NullMarked
package dev.outcrop.storage.s3;

import org.jspecify.annotations.NullMarked;
