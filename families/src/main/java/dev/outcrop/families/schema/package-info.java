/** Validation of native bodies, in the words of the JSON-schema validator that the service uses. */
@NullMarked
package dev.outcrop.families.schema;

import org.jspecify.annotations.NullMarked;
