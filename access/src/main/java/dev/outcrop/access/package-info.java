/** Who is calling, and may they: signatures, API keys, identities, policies. May use wire; knows no HTTP server and no storage. */
@NullMarked
package dev.outcrop.access;

import org.jspecify.annotations.NullMarked;
