package dev.outcrop.families.converse;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.families.anthropic.AnthropicFamily;
import dev.outcrop.families.converse.ConverseModel.Stops;
import dev.outcrop.families.converse.ConverseModel.ToolUse;
import dev.outcrop.families.prompt.DeepSeekTemplate;
import dev.outcrop.families.prompt.HeaderTemplate;
import dev.outcrop.families.prompt.InstructionTemplate;
import dev.outcrop.wire.error.ValidationException;

/**
 * What Converse can do with each model, as data: the first prefix that fits holds.
 *
 * <p>Source: Amazon Bedrock user guide, "Supported models and model features" (system prompts, document chat, tool use,
 * streaming tool use), and the inference parameters of each family (longest answers, stop sequences). Which models see
 * images is not here: the catalogue's input modalities say that. The guide is silent on documents for the open-weight
 * models; they are taken there.
 */
public final class ConverseModels {
    private static final String UNSUPPORTED = "This action doesn't support the model that you provided. Try again with a"
            + " supported text or chat model.";

    /** Models that answer with something else than text, or to something else than a conversation. */
    private static final List<String> OTHERS = List.of(
            "amazon.titan-embed", "amazon.titan-image", "amazon.nova-2-multimodal", "amazon.nova-canvas",
            "amazon.nova-reel", "amazon.nova-sonic", "amazon.nova-2-sonic", "amazon.rerank", "cohere.embed",
            "cohere.rerank", "stability.", "twelvelabs.");

    private record Entry(String prefix, ConverseModel model) {}

    private static final List<Entry> MODELS = models();

    private ConverseModels() {}

    /**
     * The model of a foundation model's id, or of one that only the configuration knows.
     *
     * @throws ValidationException when it does not converse
     */
    public static ConverseModel of(String modelId) {
        if (OTHERS.stream().anyMatch(modelId::startsWith)) {
            throw new ValidationException(UNSUPPORTED);
        }
        if (modelId.startsWith("anthropic.")) {
            return claude(modelId);
        }
        return MODELS.stream()
                .filter(entry -> modelId.startsWith(entry.prefix()))
                .findFirst()
                .orElseThrow()
                .model();
    }

    private static ConverseModel claude(String modelId) {
        ConverseModel model = ConverseModel.of(new ClaudeDialect(), AnthropicFamily.mostTokens(modelId)).tellingStops();
        if (modelId.startsWith("anthropic.claude-v2:1")) {
            return model.with(ToolUse.NO);
        }
        if (modelId.startsWith("anthropic.claude-v2") || modelId.startsWith("anthropic.claude-instant")) {
            return model.with(ToolUse.NO).withoutSystem();
        }
        boolean caches = modelId.startsWith("anthropic.claude-3-5") || modelId.startsWith("anthropic.claude-3-7")
                || !modelId.startsWith("anthropic.claude-3-");
        return caches ? model.caching() : model;
    }

    private static List<Entry> models() {
        List<Entry> models = new ArrayList<>();
        amazon(models);
        meta(models);
        mistral(models);
        cohereAndAi21(models);
        ConverseModel open = ConverseModel.of(new ChatDialect("max_tokens", "required"), 131_072).reasoning();
        add(models, ConverseModel.of(
                new PromptDialect(DeepSeekTemplate.INSTANCE, "max_tokens", "stop"), 32_768)
                .with(ToolUse.NO)
                .reasoning(), "deepseek.r1");
        add(models, ConverseModel.of(new ChatDialect("max_completion_tokens", "required"), 131_072)
                .with(Stops.REFUSED)
                .reasoning(), "openai.");
        add(models, open.with(Stops.REFUSED), "qwen.");
        add(models, ConverseModel.of(new ChatDialect("max_tokens", "required"), 8_192), "writer.");
        add(models, open, "");
        return List.copyOf(models);
    }

    private static void amazon(List<Entry> models) {
        ConverseModel titan = ConverseModel.of(new TitanDialect(), 8_192)
                .with(ToolUse.NO)
                .withoutSystem()
                .tellingStops();
        add(models, new ConverseModel(titan.dialect(), 3_072, false, true, ToolUse.NO, true, Stops.NATIVE, true, false,
                false), "amazon.titan-text-premier");
        add(models, new ConverseModel(titan.dialect(), 4_096, false, true, ToolUse.NO, true, Stops.NATIVE, true, false,
                false), "amazon.titan-text-lite");
        add(models, titan, "amazon.titan");
        ConverseModel nova = ConverseModel.of(new NovaDialect(), 10_000).tellingStops().caching();
        add(models, nova.withoutDocuments(), "amazon.nova-micro");
        add(models, ConverseModel.of(new NovaDialect(), 65_535).tellingStops().caching(), "amazon.nova-2-");
        add(models, nova, "amazon.nova-");
    }

    private static void meta(List<Entry> models) {
        ConverseModel llama3 = ConverseModel
                .of(new PromptDialect(HeaderTemplate.LLAMA_3, "max_gen_len", ""), 8_192)
                .with(Stops.EMULATED);
        add(models, ConverseModel.of(new PromptDialect(InstructionTemplate.INSTANCE, "max_gen_len", ""), 2_048)
                .with(ToolUse.NO)
                .with(Stops.REFUSED), "meta.llama2");
        add(models, ConverseModel.of(new PromptDialect(HeaderTemplate.LLAMA_3, "max_gen_len", ""), 2_048)
                .with(ToolUse.NO)
                .with(Stops.EMULATED), "meta.llama3-8b", "meta.llama3-70b");
        add(models, llama3.with(ToolUse.NO), "meta.llama3-2-1b", "meta.llama3-2-3b");
        add(models, llama3.with(ToolUse.WHOLE_BY_TEMPLATE), "meta.llama3");
        add(models, ConverseModel.of(new PromptDialect(HeaderTemplate.LLAMA_4, "max_gen_len", ""), 8_192)
                .with(Stops.EMULATED)
                .with(ToolUse.WHOLE_BY_TEMPLATE), "meta.");
    }

    private static void mistral(List<Entry> models) {
        PromptDialect prompt = new PromptDialect(InstructionTemplate.INSTANCE, "max_tokens", "stop");
        add(models, ConverseModel.of(prompt, 8_192).with(ToolUse.NO).withoutSystem(), "mistral.mistral-7b");
        add(models, ConverseModel.of(prompt, 4_096).with(ToolUse.NO).withoutSystem(), "mistral.mixtral");
        add(models, ConverseModel.of(new ChatDialect("max_tokens", "any"), 8_192), "mistral.mistral-small",
                "mistral.mistral-large-24", "mistral.pixtral");
    }

    private static void cohereAndAi21(List<Entry> models) {
        ConverseModel command = ConverseModel
                .of(new InstructionDialect("max_tokens", "p", "stop_sequences"), 4_096)
                .with(ToolUse.NO)
                .withoutSystem()
                .withoutHistory();
        add(models, ConverseModel.of(new CommandRDialect(), 4_096), "cohere.command-r");
        add(models, command.withoutDocuments(), "cohere.command-light");
        add(models, command, "cohere.");
        add(models, ConverseModel.of(new InstructionDialect("maxTokens", "topP", "stopSequences"), 8_191)
                .with(ToolUse.NO)
                .withoutSystem()
                .withoutHistory()
                .withoutDocuments()
                .tellingStops(), "ai21.j2");
        ConverseModel jamba = ConverseModel.of(new ChatDialect("max_tokens", "required"), 4_096);
        add(models, jamba.with(ToolUse.NO).withoutDocuments(), "ai21.jamba-instruct");
        add(models, jamba, "ai21.");
    }

    private static void add(List<Entry> models, ConverseModel model, String... prefixes) {
        for (String prefix : prefixes) {
            models.add(new Entry(prefix, model));
        }
    }
}
