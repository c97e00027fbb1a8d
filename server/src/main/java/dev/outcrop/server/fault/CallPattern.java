package dev.outcrop.server.fault;

import dev.outcrop.catalog.Glob;
import org.jspecify.annotations.Nullable;

/**
 * Which calls a rule is about: those that match all of it.
 *
 * @param operation of the runtime API, such as {@code Converse*}; or ChatCompletions, Embeddings
 * @param model the model id as the caller writes it; calls without one match {@code *} alone
 * @param principal the caller's ARN
 * @param credential id of the access key or API key that the caller proved itself with
 * @param header a request header that must be there, or null
 */
public record CallPattern(Glob operation, Glob model, Glob principal, Glob credential, @Nullable Header header) {

    /** Every call. */
    public static final CallPattern ANY = new CallPattern(Glob.ANY, Glob.ANY, Glob.ANY, Glob.ANY, null);

    /** A request header's name, in any case, and value. */
    public record Header(String name, Glob value) {}

    boolean matches(FaultyCall call) {
        return operation.matches(call.operation())
                && model.matches(call.modelId())
                && principal.matches(call.exchange().principal().arn())
                && credential.matches(call.exchange().principal().credential().id())
                && (header == null || has(call, header));
    }

    private static boolean has(FaultyCall call, Header wanted) {
        String value = call.exchange().headers().get(wanted.name());
        return value != null && wanted.value().matches(value);
    }
}
