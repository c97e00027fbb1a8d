package dev.outcrop.families.converse;

import tools.jackson.databind.node.ObjectNode;

/** Writes conversations as the native bodies of one family. Stateless and thread-safe. */
@FunctionalInterface
interface ConverseDialect {

    /**
     * The native body, without {@code additionalModelRequestFields}.
     *
     * @param request checked by {@link ConverseChecks}, its documents read
     * @param model the model's limits
     */
    ObjectNode body(ConverseRequest request, ConverseModel model);
}
