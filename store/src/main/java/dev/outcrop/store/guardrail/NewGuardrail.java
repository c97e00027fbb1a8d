package dev.outcrop.store.guardrail;

import java.time.Instant;
import java.util.Map;

import dev.outcrop.store.scope.IdempotencyToken;

/**
 * A guardrail that is to be made.
 *
 * @param id not used before
 * @param arn not used before
 * @param tags at most {@link dev.outcrop.store.tag.TagStore#MOST_TAGS}, by key
 * @param token repeats of it find what the first call made
 * @param at kept to the millisecond
 */
public record NewGuardrail(
        String id, String arn, GuardrailContent content, Map<String, String> tags, IdempotencyToken token, Instant at) {

    public NewGuardrail {
        tags = Map.copyOf(tags);
    }
}
