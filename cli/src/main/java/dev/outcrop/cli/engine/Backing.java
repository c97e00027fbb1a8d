package dev.outcrop.cli.engine;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

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
import dev.outcrop.storage.MappedStore;
import dev.outcrop.storage.ObjectStore;
import dev.outcrop.storage.folder.FolderStore;
import dev.outcrop.storage.s3.S3Options;
import dev.outcrop.storage.s3.S3Store;
import dev.outcrop.store.Store;
import dev.outcrop.store.scope.AccountRegion;

/** What the server stands on: what is kept, what answers, what guards. Opened together, closed together. */
record Backing(
        Store store, ObjectStore objects, AccountResources resources, OwnModels own, ConfiguredModels models,
        ConfiguredClassifier classifier,
        MiniLmEncoder encoder,
        Guardrails guardrails)
        implements
            AutoCloseable {

    /**
     * Opens everything that a configuration names.
     *
     * @throws StartException when something cannot be, with what to do about it
     */
    static Backing open(OutcropConfig config) {
        // Preparing the schema takes about as long as loading a model: neither waits for the other.
        CompletableFuture<Store> opening = CompletableFuture.supplyAsync(() -> ConfiguredStore.open(config));
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
        ObjectStore objects = objects(config);
        OwnModels own = ownModels(config, objects);
        models.answerBy(own::of);
        AccountLimits limits = new AccountLimits(
                config.provisioned().modelUnits(), config.imports().models(), config.imports().atOnce());
        return new Backing(store, objects, AccountResources.open(store, scope, own.artifacts(), limits), own, models,
                classifier, encoder, guardrails);
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

    /** Where {@code s3://} URIs lead. Opens nothing yet. */
    private static ObjectStore objects(OutcropConfig config) {
        Map<String, Path> buckets = config.storage().buckets();
        S3Options s3 = config.storage().s3();
        return s3 == null
                ? new FolderStore(config.data().resolve("s3"), buckets)
                : new MappedStore(buckets.keySet(), new FolderStore(null, buckets), new S3Store(s3));
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
        objects.close();
        store.close();
    }
}
