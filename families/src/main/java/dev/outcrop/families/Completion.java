package dev.outcrop.families;

import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;

/** One answer, and how its generation ended. */
public record Completion(Answer answer, GenerationResult result) {

    /** The same when a guardrail blocked what the model said: the message in the place of all of it, its counts kept. */
    public Completion blocked(String message) {
        return new Completion(Answer.of(message), Finish.blocked(result));
    }
}
