package dev.outcrop.families.completion;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

import dev.outcrop.families.Family;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.chat.ChatFamily;
import tools.jackson.databind.JsonNode;

/** Writer Palmyra: text completion when the body has a {@code prompt}, chat otherwise. */
public final class WriterFamily implements Family {
    private final Family chat;
    private final Family completion;

    /**
     * @param random source of answer ids; must be thread-safe
     * @param time source of {@code created}
     */
    public WriterFamily(RandomGenerator random, InstantSource time) {
        this.chat = ChatFamily.writer(random, time);
        this.completion = CompletionFamily.writer(random, time);
    }

    @Override
    public Invocation parse(InvocationContext context, JsonNode body) {
        return (body.has("prompt") && !body.has("messages") ? completion : chat).parse(context, body);
    }
}
