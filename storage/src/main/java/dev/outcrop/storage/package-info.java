/**
 * Objects by {@code s3://bucket/key}, wherever they lie: in local folders or in an S3-compatible service.
 *
 * <p>Streams only: objects may be larger than memory. What a key may be is the same for every backing, so that a
 * configuration can move from one to the other. Knows no other module.
 */
@NullMarked
package dev.outcrop.storage;

import org.jspecify.annotations.NullMarked;
