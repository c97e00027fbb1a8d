package dev.outcrop.server.runtime;

import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.inference.GenerationResult;

/** What happens to an answer on its way to the event loop that streams it. */
sealed interface StreamEvent {

    /** Which of the call's answers it happens to, from 0. */
    int answer();

    record Start(int answer, int promptTokens) implements StreamEvent {}

    record Text(int answer, String text, int outputTokens) implements StreamEvent {}

    record Thought(int answer, String text, int outputTokens) implements StreamEvent {}

    record Call(int answer, String id, String name, int outputTokens) implements StreamEvent {}

    record Input(int answer, String json, int outputTokens) implements StreamEvent {}

    record End(int answer, GenerationResult result) implements StreamEvent {}

    record Failure(int answer, RuntimeException failure) implements StreamEvent {}

    record Assessed(int answer, Assessment assessment) implements StreamEvent {}

    record Blocked(int answer, Assessment assessment, GenerationResult result) implements StreamEvent {}
}
