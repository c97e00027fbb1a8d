/**
 * What every model family speaks and every engine answers: prompts, sampling, token streams, results.
 *
 * <p>This is the narrow waist of Outcrop. Above it, families translate a provider's JSON to these types; below it,
 * engines turn them into tokens. It depends on nothing and knows neither AWS nor HTTP nor any file format.
 */
@NullMarked
package dev.outcrop.inference;

import org.jspecify.annotations.NullMarked;
