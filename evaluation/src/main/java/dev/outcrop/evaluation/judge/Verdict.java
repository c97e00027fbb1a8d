package dev.outcrop.evaluation.judge;

import org.jspecify.annotations.Nullable;

/**
 * What a judge said.
 *
 * @param label the label it chose, or null when its answer was a number or could not be read
 * @param result what is reported for the record: a number, a string, or null
 * @param explanation why, in the judge's words; its whole answer when it could not be read
 * @param readable whether the answer had the form that was asked for
 */
public record Verdict(
        Scale.@Nullable Label label, @Nullable Object result, String explanation, boolean readable) {}
