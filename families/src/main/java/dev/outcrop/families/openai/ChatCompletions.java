package dev.outcrop.families.openai;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

import dev.outcrop.families.Family;
import dev.outcrop.families.Ids;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.chat.ChatFamily;
import tools.jackson.databind.JsonNode;

/** Chat completions of any text model. */
public final class ChatCompletions implements Family {
    private static final int ID_CHARACTERS = 29;

    private final RandomGenerator random;
    private final InstantSource time;

    /**
     * @param random source of answer ids; must be thread-safe
     * @param time source of {@code created}
     */
    public ChatCompletions(RandomGenerator random, InstantSource time) {
        this.random = random;
        this.time = time;
    }

    @Override
    public Invocation parse(InvocationContext context, JsonNode body) {
        boolean usage = body.path("stream_options").path("include_usage").asBoolean(false);
        CompletionAnswer answer = new CompletionAnswer(
                "chatcmpl-" + Ids.base62(random, ID_CHARACTERS),
                time.instant().getEpochSecond(),
                context.requestedModelId(),
                usage);
        return ChatFamily.answeredBy(answer).parse(context, body);
    }
}
