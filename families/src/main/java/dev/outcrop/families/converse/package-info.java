/**
 * Converse: one shape of conversation for every family.
 *
 * <p>A request is checked by Converse's own rules, written as the native body of the model's family by a
 * {@link dev.outcrop.families.converse.ConverseDialect}, and read by that family like any other body. So whatever a family
 * validates, limits and defaults holds for Converse too, in the family's own words.
 */
@NullMarked
package dev.outcrop.families.converse;

import org.jspecify.annotations.NullMarked;
