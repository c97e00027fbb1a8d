package dev.outcrop.families.completion;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

import dev.outcrop.families.Family;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.chat.ChatFamily;
import dev.outcrop.families.llama.LlamaFamily;
import tools.jackson.databind.JsonNode;

/**
 * Imported models, and models that the configuration serves under a name of its own: three schemas, told apart by the
 * body's keys (user guide, "Invoke your imported model").
 */
public final class ImportedFamily implements Family {
    private final Family chat;
    private final Family completion;
    private final Family bedrock = LlamaFamily.imported();

    /**
     * @param random source of answer ids; must be thread-safe
     * @param time source of {@code created}
     */
    public ImportedFamily(RandomGenerator random, InstantSource time) {
        this.chat = ChatFamily.imported(random, time);
        this.completion = CompletionFamily.imported(random, time);
    }

    @Override
    public Invocation parse(InvocationContext context, JsonNode body) {
        if (body.has("messages")) {
            return chat.parse(context, body);
        }
        return (body.has("max_tokens") ? completion : bedrock).parse(context, body);
    }
}
