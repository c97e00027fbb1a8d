package dev.outcrop.families.converse;

import dev.outcrop.families.prompt.DialogTemplate;
import tools.jackson.databind.node.ObjectNode;

/** Amazon Titan Text: a dialog in plain text. */
final class TitanDialect implements ConverseDialect {

    @Override
    public ObjectNode body(ConverseRequest request, ConverseModel model) {
        ObjectNode body = ApiDocument.NODES.objectNode();
        body.put("inputText", DialogTemplate.USER_BOT.render(NeutralChat.messages(request)).stripLeading());
        ObjectNode config = body.putObject("textGenerationConfig");
        config.put("maxTokenCount", Words.maxTokens(request, model));
        Words.put(config, "temperature", request.inference().temperature());
        Words.put(config, "topP", request.inference().topP());
        Words.put(config, "stopSequences", request.inference().stopSequences());
        return body;
    }
}
