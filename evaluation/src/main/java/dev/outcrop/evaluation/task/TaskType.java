package dev.outcrop.evaluation.task;

import java.util.Arrays;
import java.util.Optional;

/** What a model is asked to do; decides which scores are taken. */
public enum TaskType {
    /** Going on with a text: facts that the answer contains. */
    GENERATION("Generation"),
    /** Summing a text up: likeness to a reference. */
    SUMMARIZATION("Summarization"),
    /** Questions: words shared with a reference. */
    QUESTION_AND_ANSWER("QuestionAndAnswer"),
    /** Naming a class. */
    CLASSIFICATION("Classification"),
    /** The caller's own; scored as questions are. */
    CUSTOM("Custom");

    private final String name;

    TaskType(String name) {
        this.name = name;
    }

    /** As jobs write it. */
    public String wireName() {
        return name;
    }

    /** The type of a name, if it is one of programmatic jobs. */
    public static Optional<TaskType> of(String name) {
        return Arrays.stream(values()).filter(type -> type.name.equals(name)).findFirst();
    }
}
