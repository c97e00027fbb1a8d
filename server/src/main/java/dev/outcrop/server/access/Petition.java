package dev.outcrop.server.access;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a call asks leave for, with what policies may want to know of it.
 *
 * @param needs all of which have to be allowed
 * @param invocation what policies may want to know of an invocation; null for every other call
 * @param tags those it would put on something
 * @param tagKeys their keys, or those of tags that it would take off
 */
record Petition(
        List<Need> needs,
        @Nullable Invocation invocation,
        Map<String, String> tags,
        List<String> tagKeys) {

    /**
     * How a model is invoked.
     *
     * @param guardrail the guardrail that the call names, as {@code bedrock:GuardrailIdentifier} holds it; null for none
     * @param serviceTier the tier that it asks for
     */
    record Invocation(@Nullable String guardrail, String serviceTier) {

        /** What serves calls that ask for no tier. */
        static final String DEFAULT_TIER = "default";
    }

    Petition {
        needs = List.copyOf(needs);
        tags = Map.copyOf(tags);
        tagKeys = List.copyOf(tagKeys);
    }

    /** One without anything special to it. */
    static Petition of(Need... needs) {
        return new Petition(List.of(needs), null, Map.of(), List.of());
    }
}
