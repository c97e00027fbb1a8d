package dev.outcrop.families;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import dev.outcrop.families.ai21.JurassicFamily;
import dev.outcrop.families.anthropic.AnthropicFamily;
import dev.outcrop.families.chat.ChatFamily;
import dev.outcrop.families.cohere.CommandFamily;
import dev.outcrop.families.cohere.CommandRFamily;
import dev.outcrop.families.completion.CompletionFamily;
import dev.outcrop.families.completion.ImportedFamily;
import dev.outcrop.families.completion.WriterFamily;
import dev.outcrop.families.embedding.CohereEmbedFamily;
import dev.outcrop.families.embedding.NovaEmbedFamily;
import dev.outcrop.families.embedding.TitanEmbedFamily;
import dev.outcrop.families.llama.LlamaFamily;
import dev.outcrop.families.mistral.MistralChatFamily;
import dev.outcrop.families.mistral.MistralTextFamily;
import dev.outcrop.families.nova.NovaFamily;
import dev.outcrop.families.rerank.RerankFamily;
import dev.outcrop.families.titan.TitanTextFamily;
import dev.outcrop.wire.error.NotImplementedException;

/** Which family a model id belongs to. Thread-safe. */
public final class Families {

    private record Entry(List<String> prefixes, Family family) {}

    /** Models that answer with something else than text, and what they are. */
    private record Absent(String kind, List<String> prefixes) {}

    private static final List<Absent> ABSENT = List.of(
            new Absent("image models", List.of("amazon.titan-image", "amazon.nova-canvas", "stability.")),
            new Absent("video models", List.of("amazon.nova-reel", "twelvelabs.")),
            new Absent("speech models", List.of("amazon.nova-sonic", "amazon.nova-2-sonic")));

    private final List<Entry> entries = new ArrayList<>();
    private final Family others;

    /** Every family there is. */
    public Families() {
        this(new SecureRandom(), InstantSource.system());
    }

    /**
     * Every family there is; the first whose prefix fits is a model's.
     *
     * @param random source of answer ids; must be thread-safe
     * @param time source of the times that answers carry
     */
    public Families(RandomGenerator random, InstantSource time) {
        Family openWeight = ChatFamily.openWeight(random, time);
        add(new TitanTextFamily(), "amazon.titan-text", "amazon.titan-tg1");
        add(new TitanEmbedFamily(), "amazon.titan-embed");
        add(new NovaEmbedFamily(), "amazon.nova-2-multimodal-embeddings");
        add(new CohereEmbedFamily(), "cohere.embed");
        add(new RerankFamily(), "amazon.rerank", "cohere.rerank");
        add(new NovaFamily(random), "amazon.nova-");
        add(new AnthropicFamily(random), "anthropic.");
        add(new LlamaFamily(), "meta.");
        add(new MistralTextFamily(), "mistral.mistral-7b", "mistral.mixtral");
        add(new MistralChatFamily(), "mistral.mistral-small", "mistral.mistral-large-24", "mistral.pixtral");
        add(openWeight, "mistral.", "qwen.", "google.", "minimax.", "moonshot.", "nvidia.", "zai.");
        add(new JurassicFamily(), "ai21.j2");
        add(ChatFamily.jamba(random, time), "ai21.");
        add(new CommandRFamily(random), "cohere.command-r");
        add(new CommandFamily(random), "cohere.command");
        add(CompletionFamily.deepSeek(), "deepseek.r1");
        add(openWeight, "deepseek.");
        add(ChatFamily.gptOss(random, time), "openai.");
        add(new WriterFamily(random, time), "writer.");
        this.others = new ImportedFamily(random, time);
    }

    private void add(Family family, String... prefixes) {
        entries.add(new Entry(List.of(prefixes), family));
    }

    /**
     * The family of a foundation model's id. An id of no provider's, which only the configuration can know, takes the
     * schemas of imported models.
     *
     * @throws NotImplementedException when this version does not speak the model's format
     */
    public Family of(String modelId) {
        for (Absent absent : ABSENT) {
            if (isAnyStartOf(absent.prefixes(), modelId)) {
                throw new NotImplementedException("The request format of " + absent.kind() + ", such as " + modelId
                        + ", is not available in this version of Outcrop.");
            }
        }
        for (Entry entry : entries) {
            if (isAnyStartOf(entry.prefixes(), modelId)) {
                return entry.family();
            }
        }
        return others;
    }

    /** A loop, as every call comes by here and streams cost more than the comparisons. */
    private static boolean isAnyStartOf(List<String> prefixes, String modelId) {
        for (String prefix : prefixes) {
            if (modelId.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
