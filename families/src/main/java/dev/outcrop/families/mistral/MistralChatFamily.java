package dev.outcrop.families.mistral;

import dev.outcrop.families.Family;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.chat.ChatFamily;
import tools.jackson.databind.JsonNode;

/** Mistral Large, Small and Pixtral: chat when the body has {@code messages}, text completion otherwise. */
public final class MistralChatFamily implements Family {
    private final Family text = new MistralTextFamily();
    private final Family chat = ChatFamily.mistral();

    @Override
    public Invocation parse(InvocationContext context, JsonNode body) {
        return (body.has("messages") ? chat : text).parse(context, body);
    }
}
