package dev.outcrop.server.access;

import org.jspecify.annotations.Nullable;

/**
 * Something that a call has to be allowed.
 *
 * @param action such as {@code bedrock:InvokeModel}
 * @param resource an ARN, or {@code *} for none
 * @param inferenceProfileArn the inference profile through which the resource is reached, or null
 */
record Need(String action, String resource, @Nullable String inferenceProfileArn) {

    Need(String action, String resource) {
        this(action, resource, null);
    }
}
