package dev.outcrop.families;

/**
 * What a family needs to know of a call beside its body.
 *
 * @param modelId the foundation model's id, whatever form the caller used ({@code us.} prefix, ARN ...)
 * @param requestedModelId the model id as the caller wrote it
 * @param requestId the {@code x-amzn-RequestId} of the call
 * @param streaming whether the caller asked for a response stream
 */
public record InvocationContext(String modelId, String requestedModelId, String requestId, boolean streaming) {}
