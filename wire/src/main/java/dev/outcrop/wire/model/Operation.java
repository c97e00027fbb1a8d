package dev.outcrop.wire.model;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One operation of a service.
 *
 * @param service the service's name, such as {@code Amazon Bedrock Runtime}
 * @param uri template: a path whose {@code {name}} segments are labels, with an optional query of fixed parameters
 * @param status HTTP status of success
 * @param errors names of the modelled errors
 */
public record Operation(
        String service,
        String name,
        String method,
        String uri,
        int status,
        Shape.@Nullable Structure input,
        Shape.@Nullable Structure output,
        List<String> errors) {

    public Operation {
        errors = List.copyOf(errors);
    }
}
