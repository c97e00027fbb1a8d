package dev.outcrop.engines.remote;

import dev.outcrop.engines.remote.openai.RequestBody;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Prompt;

/**
 * What requests should share an endpoint for: the system prompt and the first message, which every turn of a conversation
 * repeats. Only their beginnings are looked at, as no more is needed to tell conversations apart.
 */
final class Affinity {
    private static final int LOOKED_AT = 1_024;

    private Affinity() {}

    /** A hash of that. */
    static long of(Prompt prompt) {
        if (prompt instanceof Prompt.Verbatim(String text)) {
            return hash(17, text);
        }
        long hash = 17;
        for (Message message : RequestBody.chatOf(prompt).messages()) {
            hash = hash(hash, message.text());
            if (message.role() != Message.Role.SYSTEM) {
                break;
            }
        }
        return hash;
    }

    /** Characters of the prompt's words. */
    static int chars(Prompt prompt) {
        long sum = RequestBody.chatOf(prompt).messages().stream().mapToLong(message -> message.text().length()).sum();
        return (int) Math.min(Integer.MAX_VALUE, sum);
    }

    private static long hash(long start, String text) {
        long hash = start;
        for (int i = 0; i < Math.min(text.length(), LOOKED_AT); i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return hash;
    }
}
