package dev.outcrop.guardrails.assessment;

/**
 * How much of the content the policies looked at, in code points.
 *
 * @param guarded characters that policies other than contextual grounding assessed
 * @param total characters submitted
 */
public record Coverage(int guarded, int total) {}
