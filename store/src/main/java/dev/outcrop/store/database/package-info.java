/** Connections and schema of the two databases; what differs between them ends here. */
@NullMarked
package dev.outcrop.store.database;

import org.jspecify.annotations.NullMarked;
