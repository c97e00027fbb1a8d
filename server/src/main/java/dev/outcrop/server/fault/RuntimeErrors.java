package dev.outcrop.server.fault;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

import dev.outcrop.catalog.Glob;
import dev.outcrop.wire.model.ApiModel;
import dev.outcrop.wire.model.Member;
import dev.outcrop.wire.model.Operation;
import dev.outcrop.wire.model.Shape;
import org.jspecify.annotations.Nullable;

/** The errors that the runtime API documents: those that a rule can give. Immutable. */
final class RuntimeErrors {
    private static final String MODEL = "/dev/outcrop/wire/model/bedrock-runtime.json";

    private final ApiModel runtime;

    RuntimeErrors() {
        this.runtime = ApiModel.load(MODEL);
    }

    /** HTTP status by code of every error that some operation of this pattern answers. */
    Map<String, Integer> answered(Glob operations) {
        Map<String, Integer> errors = new TreeMap<>();
        for (Operation operation : operations(operations)) {
            for (String name : operation.errors()) {
                runtime.shape(name).ifPresent(shape -> put(errors, shape, name));
            }
        }
        return errors;
    }

    /** HTTP status by the name of every exception, such as {@code throttlingException}, in some stream of this pattern. */
    Map<String, Integer> inStreams(Glob operations) {
        Map<String, Integer> errors = new TreeMap<>();
        for (Operation operation : operations(operations)) {
            Shape.Structure stream = eventStream(operation);
            if (stream != null) {
                stream.members().forEach(member -> put(errors, member.shape(), member.name()));
            }
        }
        return errors;
    }

    /** Whether an operation's stream can end with this error. */
    static boolean isInStream(Operation operation, GivenError error) {
        Shape.Structure stream = eventStream(operation);
        return stream != null
                && stream.members().stream().anyMatch(member -> member.shape().name().equals(error.code()));
    }

    private static void put(Map<String, Integer> errors, Shape shape, String name) {
        if (shape instanceof Shape.Structure structure && structure.error() != null) {
            errors.put(name, structure.error().status());
        }
    }

    /** The operations of the OpenAI API have no model of their own: they run by InvokeModel and fail as it does. */
    private Collection<Operation> operations(Glob pattern) {
        return runtime.operations().stream()
                .filter(operation -> pattern.matches(operation.name())
                        || (operation.name().startsWith("InvokeModel") && matchesOpenAi(pattern)))
                .toList();
    }

    private static boolean matchesOpenAi(Glob pattern) {
        return pattern.matches("ChatCompletions") || pattern.matches("Embeddings");
    }

    /** The stream of events that an operation answers with, or null. */
    static Shape.@Nullable Structure eventStream(Operation operation) {
        Shape.Structure output = operation.output();
        if (output == null) {
            return null;
        }
        for (Member member : output.members()) {
            if (member.shape() instanceof Shape.Structure structure && structure.eventStream()) {
                return structure;
            }
        }
        return null;
    }
}
