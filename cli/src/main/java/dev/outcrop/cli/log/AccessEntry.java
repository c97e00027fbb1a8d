package dev.outcrop.cli.log;

import dev.outcrop.access.identity.Principal;
import dev.outcrop.server.http.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * One call, as the access log tells it: nothing of what was said in it.
 *
 * @param status 0 when the client left before any was sent
 * @param error the error's code, or null
 * @param modelId the model that answered, or null
 * @param inputTokens {@link Exchange#UNCOUNTED} when none were counted
 * @param outputTokens the same
 * @param principal the caller's ARN, or null when it was not authenticated
 */
record AccessEntry(
        String requestId,
        String operation,
        int status,
        @Nullable String error,
        long millis,
        @Nullable String modelId,
        int inputTokens,
        int outputTokens,
        @Nullable String principal) {

    static AccessEntry of(Exchange exchange, int status, @Nullable String error, long nanos) {
        Principal caller = exchange.knownPrincipal();
        return new AccessEntry(
                exchange.requestId(),
                exchange.operation(),
                status,
                error,
                nanos / 1_000_000,
                exchange.modelId(),
                exchange.inputTokens(),
                exchange.outputTokens(),
                caller == null ? null : caller.arn());
    }

    @Override
    public String toString() {
        return requestId + " " + operation + " " + (status == 0 ? "left" : status) + " "
                + (error == null ? "-" : error) + " " + millis + " ms " + (modelId == null ? "-" : modelId) + " "
                + counted(inputTokens) + "/" + counted(outputTokens) + " " + (principal == null ? "-" : principal);
    }

    private static String counted(int tokens) {
        return tokens == Exchange.UNCOUNTED ? "-" : Integer.toString(tokens);
    }
}
