/** Secrets at rest: sealed or hashed under a key that is kept outside the database, so that a copied database yields nothing. */
@NullMarked
package dev.outcrop.access.secret;

import org.jspecify.annotations.NullMarked;
