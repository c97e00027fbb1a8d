package dev.outcrop.families.openai;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

import dev.outcrop.families.Bodies;
import dev.outcrop.families.Family;
import dev.outcrop.families.Ids;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.Unsupported;
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
        refuseWhatIsNotThere(body);
        boolean usage = body.path("stream_options").path("include_usage").asBoolean(false);
        CompletionAnswer answer = new CompletionAnswer(
                "chatcmpl-" + Ids.base62(random, ID_CHARACTERS),
                time.instant().getEpochSecond(),
                context.requestedModelId(),
                usage);
        return ChatFamily.answeredBy(answer).parse(context, body);
    }

    /** What would change the answer or be expected in it. Token ids of a bias are those of OpenAI's tokenizers. */
    private static void refuseWhatIsNotThere(JsonNode body) {
        Unsupported.field("logprobs", body.path("logprobs").asBoolean(false));
        Unsupported.field("top_logprobs", Bodies.integer(body, "top_logprobs", 0) > 0);
        Unsupported.field("logit_bias", !body.path("logit_bias").isEmpty());
        Unsupported.field("functions", !body.path("functions").isEmpty());
        Unsupported.field("audio", !body.path("audio").isEmpty());
        Unsupported.field("web_search_options", body.path("web_search_options").isObject());
    }
}
