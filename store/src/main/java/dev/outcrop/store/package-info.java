/**
 * What Outcrop keeps, in SQLite or PostgreSQL, one schema for both.
 *
 * <p>Keeps documents and the columns they are found by; what a document means is its owner's business. Whatever a method
 * has returned from is durable. Depends on no other module.
 */
@NullMarked
package dev.outcrop.store;

import org.jspecify.annotations.NullMarked;
