package dev.outcrop.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.outcrop.catalog.FoundationModel;
import dev.outcrop.catalog.FoundationModels;
import dev.outcrop.catalog.ModelFilter;
import dev.outcrop.catalog.ServingRule;
import dev.outcrop.catalog.ServingRules;
import dev.outcrop.cli.config.OutcropConfig;
import dev.outcrop.engines.gguf.convert.Conversion;
import dev.outcrop.engines.gguf.convert.WeightFormat;
import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.file.Metadata;
import dev.outcrop.engines.onnx.SentenceEmbeddingModel;
import dev.outcrop.engines.onnx.SentenceOptions;
import dev.outcrop.engines.onnx.SentenceOptions.Pooling;
import dev.outcrop.inference.InferenceException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code outcrop models}. */
@Command(name = "models", description = "Lists the models and says what answers them; adds your own.")
public final class ModelsCommand implements Runnable {
    private final PrintStream out;

    @Spec
    private @Nullable CommandSpec spec;

    public ModelsCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                Objects.requireNonNull(spec).commandLine(), "Which: list, show or add?");
    }

    @Command(name = "list", description = "Lists every model id with what answers it.")
    int list(
            @Mixin ConfigOptions configuration,
            @Option(names = "--provider", paramLabel = "NAME", description = "Only this provider's.") @Nullable String provider,
            @Option(names = "--output", paramLabel = "KIND", description = "Only models that put out TEXT, IMAGE or EMBEDDING.") @Nullable String output) {
        ServingRules rules = rules(configuration.load(Map.of()));
        ModelFilter filter = new ModelFilter(
                provider, null, output == null ? null : output.toUpperCase(Locale.ROOT), null);
        out.printf("%-50s %-30s %-12s %s%n", "MODEL ID", "NAME", "OUTPUT", "ANSWERED BY");
        for (FoundationModel model : FoundationModels.load().list(filter)) {
            out.printf(
                    "%-50s %-30s %-12s %s%n",
                    model.modelId(),
                    model.modelName(),
                    String.join(",", model.outputModalities()),
                    answeredBy(model, rules));
        }
        rules.rules().stream()
                .filter(rule -> !rule.match().contains("*"))
                .filter(rule -> FoundationModels.load().find(rule.match()).isEmpty())
                .forEach(rule -> out.printf("%-50s %-30s %-12s %s%n", rule.match(), "(yours)", "TEXT", describe(rule)));
        return 0;
    }

    @Command(name = "show", description = "Shows one model.")
    int show(
            @Mixin ConfigOptions configuration,
            @Parameters(paramLabel = "MODEL", description = "Model id.") String modelId) {
        OutcropConfig config = configuration.load(Map.of());
        FoundationModel model = FoundationModels.load().get(modelId, config.region());
        row("model id", model.modelId());
        row("ARN", model.arn(config.region()));
        row("name", model.modelName());
        row("provider", model.providerName());
        row("input", String.join(", ", model.inputModalities()));
        row("output", String.join(", ", model.outputModalities()));
        row("streaming", model.responseStreamingSupported() ? "yes" : "no");
        row("inference types", String.join(", ", model.inferenceTypesSupported()));
        row("customizations", String.join(", ", model.customizationsSupported()));
        row("lifecycle", model.lifecycle().name());
        row("answered by", answeredBy(model, rules(config)));
        return 0;
    }

    @Command(name = "add", description = "Checks a GGUF file, a Hugging Face checkpoint or the folder of an ONNX sentence encoder and adds a rule for it to the configuration, in front of the others. A checkpoint is converted to a GGUF file in the data folder.")
    int add(
            @Mixin ConfigOptions configuration,
            @Parameters(paramLabel = "FILE", description = "The GGUF file, or the folder with model.onnx or with *.safetensors.") Path file,
            @Option(names = "--as", required = true, paramLabel = "ID", description = "Model id that it answers; * stands for any text.") String match,
            @Option(names = "--pooling", defaultValue = "MEAN", paramLabel = "KIND", description = "How an ONNX encoder's tokens become one vector: MEAN or CLS.") Pooling pooling,
            @Option(names = "--dry-run", description = "Only print what was found and the rule.") boolean dryRun)
            throws IOException {
        Path given = file.toAbsolutePath().normalize();
        boolean checkpoint = Files.isDirectory(given) && !Files.exists(given.resolve("model.onnx"));
        Path absolute = checkpoint
                ? convert(given, configuration.load(Map.of()).data().resolve("models"), dryRun)
                : given;
        boolean folder = Files.isDirectory(absolute);
        if (folder) {
            describeEncoder(absolute, pooling);
        } else if (!checkpoint || !dryRun) {
            describeGguf(absolute);
        }
        Path target = Optional.ofNullable(configuration.file()).orElse(configuration.standardFile());
        String rule = "  - match: \"" + match + "\"\n    engine: " + (folder ? "onnx" : "gguf") + "\n    path: "
                + absolute
                + "\n" + (folder ? "    pooling: " + pooling.name().toLowerCase(Locale.ROOT) + "\n" : "");
        if (dryRun) {
            out.println("\nmodels:\n" + rule);
            return 0;
        }
        ConfigFile.insertRule(target, rule);
        configuration.load(Map.of());
        out.println();
        out.println("Added to " + target + ":\n\nmodels:\n" + rule);
        return 0;
    }

    private void row(String label, String value) {
        out.printf("%-16s %s%n", label, value);
    }

    /** Converts a checkpoint, unless it is only to be looked at; returns where its GGUF file is or would be. */
    private Path convert(Path folder, Path models, boolean dryRun) throws IOException {
        Path target = models.resolve(folder.getFileName() + ".gguf");
        try (Conversion conversion = Conversion.open(folder, WeightFormat.SIXTEEN_BIT)) {
            row("checkpoint", folder.toString());
            row("architecture", conversion.architecture());
            row("context", Integer.toString(conversion.contextLength()));
            row("conversations", conversion.hasChatTemplate() ? "yes" : "no template");
            row("converted", conversion.fileBytes() / (1 << 20) + " MiB");
            conversion.notes().forEach(note -> row("note", note));
            if (!dryRun) {
                Files.createDirectories(models);
                conversion.write(target, (written, total) -> true);
            }
            return target;
        } catch (InferenceException e) {
            throw new CommandLine.ParameterException(
                    Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void describeGguf(Path file) throws IOException {
        try (GgufFile gguf = GgufFile.open(file)) {
            Metadata metadata = gguf.metadata();
            String architecture = metadata.string("general.architecture");
            row("file", file + " (" + Files.size(file) / (1 << 20) + " MiB)");
            row("name", metadata.string("general.name", "-"));
            row("architecture", architecture);
            row("context", Integer.toString(metadata.integer(architecture + ".context_length", 0)));
            row("tensors", Integer.toString(gguf.tensors().size()));
            row("licence", metadata.string("general.license", "not stated"));
        }
    }

    /** Loads it, as the server will, so that what cannot be used is said now. */
    private void describeEncoder(Path folder, Pooling pooling) {
        try (SentenceEmbeddingModel model = SentenceEmbeddingModel.load(
                folder, new SentenceOptions(pooling, 0, Map.of()), 1)) {
            row("folder", folder.toString());
            row("name", model.name());
            row("dimensions", Integer.toString(model.dimensions()));
            row("tokens at once", Integer.toString(model.contextLength()));
            row("texts at once", model.batches() ? "several" : "one");
        } catch (InferenceException e) {
            throw new CommandLine.ParameterException(
                    Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static ServingRules rules(OutcropConfig config) {
        return new ServingRules(config.models().stream()
                .map(rule -> new ServingRule(rule.match(), rule.engine(), rule.source()))
                .toList());
    }

    private static String answeredBy(FoundationModel model, ServingRules rules) {
        if (answersWithVectors(model)) {
            return rules.of(model.modelId()).map(ModelsCommand::describe).orElse("MiniLM (embedded)");
        }
        if (!model.outputModalities().contains("TEXT")) {
            return "nothing yet";
        }
        return rules.of(model.modelId()).map(ModelsCommand::describe).orElse("pebble (embedded)");
    }

    /** Of TwelveLabs' models not even the texts are read yet. */
    private static boolean answersWithVectors(FoundationModel model) {
        return model.modelId().contains(".rerank-")
                || (model.outputModalities().contains("EMBEDDING") && !model.modelId().startsWith("twelvelabs."));
    }

    private static String describe(ServingRule rule) {
        return rule.source().isEmpty() ? "pebble (embedded)" : rule.engine() + " " + rule.source();
    }
}
