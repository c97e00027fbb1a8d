package dev.outcrop.families.converse;

import tools.jackson.databind.node.ObjectNode;

/** Models that take one instruction: AI21 Jurassic-2 and Cohere Command. */
record InstructionDialect(String maxTokens, String topP, String stops) implements ConverseDialect {

    @Override
    public ObjectNode body(ConverseRequest request, ConverseModel model) {
        ObjectNode body = ApiDocument.NODES.objectNode();
        body.put("prompt", Words.of(request.messages().getLast().content()));
        body.put(maxTokens, Words.maxTokens(request, model));
        Words.put(body, "temperature", request.inference().temperature());
        Words.put(body, topP, request.inference().topP());
        Words.put(body, stops, request.inference().stopSequences());
        return body;
    }
}
