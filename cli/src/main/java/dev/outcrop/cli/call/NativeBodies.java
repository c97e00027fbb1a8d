package dev.outcrop.cli.call;

import java.nio.charset.StandardCharsets;

/** Request bodies in a model's own format. */
public final class NativeBodies {

    private NativeBodies() {}

    /** The body that asks one prompt. */
    public static String of(String modelId, String prompt, int maxTokens) {
        return new String(Dialect.of(modelId).body(prompt, maxTokens), StandardCharsets.UTF_8);
    }
}
