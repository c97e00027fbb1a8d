/**
 * What Outcrop keeps: resources of the control plane in SQLite, or in PostgreSQL for several nodes, under one schema.
 *
 * <p>A store holds documents and the columns it searches by; it does not know what a document means. What a method has
 * returned from is durable. Depends on no other module.
 */
@NullMarked
package dev.outcrop.store;

import org.jspecify.annotations.NullMarked;
