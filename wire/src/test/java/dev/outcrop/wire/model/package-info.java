/** Tests of the service models. */
@NullMarked
package dev.outcrop.wire.model;

import org.jspecify.annotations.NullMarked;
