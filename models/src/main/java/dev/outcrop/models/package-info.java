/** The embedded models, carried as resources. Knows no engine: it only says where the files are. */
@NullMarked
package dev.outcrop.models;

import org.jspecify.annotations.NullMarked;
