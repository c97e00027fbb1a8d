package dev.outcrop.guardrails.config;

import java.util.List;

/**
 * A subject that must not be talked about.
 *
 * @param definition what the topic is, in a sentence or two
 * @param examples up to five texts that belong to it; may be empty
 */
public record DeniedTopic(String name, String definition, List<String> examples, Handlings handlings) {

    public DeniedTopic {
        examples = List.copyOf(examples);
    }
}
