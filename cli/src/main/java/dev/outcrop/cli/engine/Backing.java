package dev.outcrop.cli.engine;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;

import dev.outcrop.cli.config.OutcropConfig;
import dev.outcrop.cli.weights.OwnModels;
import dev.outcrop.cli.weights.WeightOptions;
import dev.outcrop.engines.gguf.convert.WeightFormat;
import dev.outcrop.engines.onnx.MiniLmEncoder;
import dev.outcrop.guardrails.GuardrailCompiler;
import dev.outcrop.server.guardrail.GuardrailNames;
import dev.outcrop.server.guardrail.Guardrails;
import dev.outcrop.server.guardrail.StoredGuardrails;
import dev.outcrop.server.model.AccountLimits;
import dev.outcrop.server.model.AccountResources;
import dev.outcrop.storage.ObjectStore;
import dev.outcrop.storage.folder.FolderStore;
import dev.outcrop.store.Store;
import dev.outcrop.store.scope.AccountRegion;

/** What the server stands on: what is kept, what answers, what guards. Opened together, closed together. */
record Backing(
        Store store, AccountResources resources, OwnModels own, ConfiguredModels models,
        ConfiguredClassifier classifier,
        MiniLmEncoder encoder,
        Guardrails guardrails)
        implements
            AutoCloseable {

    /** What tells of every start in many lines. Held here, as a logger that nothing holds forgets its level. */
    private static final List<Logger> TALKATIVE = List.of(
            Logger.getLogger("com.zaxxer.hikari"), Logger.getLogger("org.flywaydb"));

    /** The file in the data folder, when no database is configured. */
    private static final String FILE = "outcrop.db";

    /**
     * Opens everything that a configuration names.
     *
     * @throws StartException when something cannot be, with what to do about it
     */
    static Backing open(OutcropConfig config) {
        for (Logger logger : TALKATIVE) {
            if (logger.getLevel() == null) {
                logger.setLevel(Level.WARNING);
            }
        }
        // Preparing the schema takes about as long as loading a model: neither waits for the other.
        CompletableFuture<Store> opening = CompletableFuture.supplyAsync(() -> openStore(config));
        // Loads nothing until a guardrail or an embedding first needs it.
        MiniLmEncoder encoder = new MiniLmEncoder(Runtime.getRuntime().availableProcessors());
        ConfiguredModels models;
        try {
            models = loadModels(config, encoder);
        } catch (RuntimeException e) {
            var _ = opening.thenAccept(Store::close);
            throw e;
        }
        Store store;
        try {
            store = opening.join();
        } catch (CompletionException e) {
            models.close();
            throw e.getCause() instanceof StartException known ? known : e;
        }
        ConfiguredClassifier classifier;
        try {
            classifier = ConfiguredClassifier.open(config, models);
        } catch (RuntimeException e) {
            models.close();
            store.close();
            throw e;
        }
        AccountRegion scope = new AccountRegion(config.account(), config.region());
        Guardrails guardrails = new StoredGuardrails(
                store.guardrails(),
                new GuardrailNames(scope),
                new GuardrailCompiler(encoder, classifier.consultation()));
        ObjectStore objects = new FolderStore(config.data().resolve("s3"), Map.of());
        OwnModels own = ownModels(config, objects);
        models.answerBy(own::of);
        AccountLimits limits = new AccountLimits(
                config.provisioned().modelUnits(), config.imports().models(), config.imports().atOnce());
        return new Backing(store, AccountResources.open(store, scope, own.artifacts(), limits), own, models, classifier,
                encoder, guardrails);
    }

    /** The engines of imported and custom models. Loads nothing yet. */
    private static OwnModels ownModels(OutcropConfig config, ObjectStore objects) {
        OutcropConfig.Imports imports = config.imports();
        Path folder = imports.folder() == null ? config.data().resolve("weights") : imports.folder();
        return new OwnModels(
                new WeightOptions(folder, imports.spaceBytes(),
                        imports.quantized() ? WeightFormat.Q8_0 : WeightFormat.SIXTEEN_BIT, imports.idle(),
                        imports.waits()),
                objects,
                file -> ConfiguredModels.open(file, config.gguf()),
                InstantSource.system());
    }

    private static Store openStore(OutcropConfig config) {
        OutcropConfig.Store database = config.store();
        try {
            return database == null
                    ? Store.sqlite(config.data().resolve(FILE))
                    : Store.postgresql(database.url(), database.user(), database.password());
        } catch (RuntimeException e) {
            String what = database == null
                    ? "The file " + config.data().resolve(FILE)
                    : "The database " + database.url();
            throw new StartException(what + " cannot be opened: " + rootOf(e).getMessage(), e);
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static ConfiguredModels loadModels(OutcropConfig config, MiniLmEncoder encoder) {
        try {
            return new ConfiguredModels(config, encoder);
        } catch (RuntimeException e) {
            throw new StartException("A model cannot be loaded: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        resources.close();
        own.close();
        models.close();
        classifier.close();
        encoder.close();
        store.close();
    }
}
