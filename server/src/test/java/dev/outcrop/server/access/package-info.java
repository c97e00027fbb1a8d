/** Tests of who may do what. */
@NullMarked
package dev.outcrop.server.access;

import org.jspecify.annotations.NullMarked;
