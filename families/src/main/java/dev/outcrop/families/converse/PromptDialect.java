package dev.outcrop.families.converse;

import dev.outcrop.families.prompt.ProviderTemplate;
import tools.jackson.databind.node.ObjectNode;

/**
 * Models whose native body has one prompt, in which the conversation is written with the provider's template.
 *
 * @param stop name of the member for stop sequences, empty when there is none
 */
record PromptDialect(ProviderTemplate template, String maxTokens, String stop) implements ConverseDialect {

    @Override
    public ObjectNode body(ConverseRequest request, ConverseModel model) {
        ObjectNode body = ApiDocument.NODES.objectNode();
        body.put("prompt", template.render(NeutralChat.messages(request)));
        body.put(maxTokens, Words.maxTokens(request, model));
        Words.put(body, "temperature", request.inference().temperature());
        Words.put(body, "top_p", request.inference().topP());
        if (!stop.isEmpty()) {
            Words.put(body, stop, request.inference().stopSequences());
        }
        return body;
    }
}
