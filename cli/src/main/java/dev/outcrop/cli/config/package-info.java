/** The configuration: {@code outcrop.yaml} and {@code OUTCROP_...} variables, read once into typed records. */
@NullMarked
package dev.outcrop.cli.config;

import org.jspecify.annotations.NullMarked;
