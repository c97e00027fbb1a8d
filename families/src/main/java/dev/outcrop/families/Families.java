package dev.outcrop.families;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

import dev.outcrop.families.anthropic.AnthropicFamily;
import dev.outcrop.families.llama.LlamaFamily;
import dev.outcrop.families.mistral.MistralTextFamily;
import dev.outcrop.families.titan.TitanTextFamily;
import dev.outcrop.wire.error.NotImplementedException;

/** Which family a model id belongs to. Thread-safe. */
public final class Families {

    private record Entry(List<String> prefixes, Family family) {}

    private final List<Entry> entries = new ArrayList<>();

    /** Every family there is; the first whose prefix fits is a model's. */
    public Families() {
        add(new TitanTextFamily(), "amazon.titan-text", "amazon.titan-tg1");
        add(new AnthropicFamily(new SecureRandom()), "anthropic.");
        add(new LlamaFamily(), "meta.");
        add(new MistralTextFamily(), "mistral.mistral-7b", "mistral.mixtral", "mistral.mistral-small");
    }

    private void add(Family family, String... prefixes) {
        entries.add(new Entry(List.of(prefixes), family));
    }

    /**
     * The family of a foundation model's id.
     *
     * @throws NotImplementedException when this version does not speak the model's format
     */
    public Family of(String modelId) {
        for (Entry entry : entries) {
            if (entry.prefixes().stream().anyMatch(modelId::startsWith)) {
                return entry.family();
            }
        }
        throw new NotImplementedException(
                "The request format of " + modelId + " is not available in this version of Outcrop.");
    }
}
