/** Where names are unique, quotas count and tokens hold. */
@NullMarked
package dev.outcrop.store.scope;

import org.jspecify.annotations.NullMarked;
