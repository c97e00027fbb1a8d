package dev.outcrop.cli.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.outcrop.inference.TextModel;
import dev.outcrop.server.TextModels.ServedModel;
import dev.outcrop.server.model.LoadedWeights;
import dev.outcrop.server.model.ModelArtifacts;
import dev.outcrop.storage.ObjectStore;
import dev.outcrop.wire.error.InternalServerException;
import dev.outcrop.wire.error.ModelNotReadyException;
import dev.outcrop.wire.error.ServiceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engines of models with weights of their own, loaded by the first call and unloaded when none has come for a while.
 * Thread-safe; asking does not block.
 *
 * <p>A call to a model that is not loaded is answered with ModelNotReadyException, which SDKs repeat by themselves, or
 * waits, as configured. What loads does so on a thread of its own, and at most {@value #MOST_LOADED} are loaded: the one
 * that has been idle longest makes way.
 */
public final class OwnModels implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnModels.class);

    private static final int MOST_LOADED = 4;
    private static final long MILLIS_BETWEEN_LOOKS = 1_000;

    private final WeightOptions options;
    private final WeightFolder folder;
    private final Weights weights;
    private final Function<Path, TextModel> engine;
    private final InstantSource clock;
    private final Map<String, CompletableFuture<LoadedModel>> models = new HashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Loads nothing yet.
     *
     * @param objects where weights come from; not closed here
     * @param engine opens a GGUF file
     */
    public OwnModels(WeightOptions options, ObjectStore objects, Function<Path, TextModel> engine,
            InstantSource clock) {
        this.options = options;
        this.folder = new WeightFolder(options.folder());
        this.weights = new Weights(options, objects, folder, this::forget);
        this.engine = engine;
        this.clock = clock;
        Thread.ofVirtual().name("weights-idle").start(this::watch);
    }

    /** How weights come and go. */
    public ModelArtifacts artifacts() {
        return weights;
    }

    /**
     * The engine that answers a model.
     *
     * @throws ServiceException while it is being loaded, unless calls are to wait, and when it cannot be
     */
    public ServedModel of(String arn) {
        CompletableFuture<LoadedModel> model;
        synchronized (models) {
            model = models.get(arn);
            // What failed is tried again: the folder may have been out of reach.
            if (model == null || model.isCompletedExceptionally()) {
                boolean failed = model != null;
                model = new CompletableFuture<>();
                models.put(arn, model);
                load(arn, model);
                if (failed) {
                    throw new InternalServerException("The weights of the model cannot be loaded; the log says why.");
                }
            }
        }
        String name = "imported/" + arn.substring(arn.lastIndexOf('/') + 1);
        if (model.isDone() && !model.isCompletedExceptionally()) {
            return new ServedModel(model.join(), name);
        }
        if (options.waits()) {
            return new ServedModel(new AwaitedModel(name, model), name);
        }
        throw new ModelNotReadyException(LoadedModel.NOT_READY);
    }

    private void load(String arn, CompletableFuture<LoadedModel> model) {
        Thread.ofPlatform().name("load").daemon().start(() -> {
            try {
                makeRoom();
                LoadedModel loaded = opened(arn);
                if (!model.complete(loaded)) {
                    // Deleted meanwhile.
                    loaded.close();
                }
            } catch (RuntimeException | IOException e) {
                LOG.warn("{} cannot be loaded: {}", arn, e.getMessage());
                model.completeExceptionally(
                        new InternalServerException("The weights of the model cannot be loaded; the log says why."));
            }
        });
    }

    private LoadedModel opened(String arn) throws IOException {
        LoadedWeights known = folder.describe(arn).orElseThrow(() -> new IOException("Its weights are not here."));
        Path file = folder.model(arn).orElseThrow(() -> new IOException("Its weights are not here."));
        return new LoadedModel(engine.apply(file), known.converses(), clock);
    }

    /** Unloads the model that has been idle longest, when there are as many as may be; one that runs stays. */
    private void makeRoom() {
        synchronized (models) {
            while (true) {
                String longest = null;
                long since = Long.MAX_VALUE;
                int loaded = 0;
                for (Map.Entry<String, CompletableFuture<LoadedModel>> entry : models.entrySet()) {
                    if (entry.getValue().isDone() && !entry.getValue().isCompletedExceptionally()) {
                        loaded++;
                        long lastUse = entry.getValue().join().lastUse();
                        if (lastUse < since) {
                            since = lastUse;
                            longest = entry.getKey();
                        }
                    }
                }
                if (loaded < MOST_LOADED || longest == null) {
                    return;
                }
                CompletableFuture<LoadedModel> leaving = models.remove(longest);
                if (leaving != null) {
                    leaving.join().retire();
                }
            }
        }
    }

    private void watch() {
        try {
            while (!closed.await(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS)) {
                unloadIdle();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Unloads what no call has used for as long as configured. */
    void unloadIdle() {
        long since = clock.millis() - options.idle().toMillis();
        synchronized (models) {
            models.values().removeIf(model -> model.isDone() && !model.isCompletedExceptionally()
                    && model.join().retireIfIdleSince(since));
        }
    }

    /** Models that are loaded. */
    int loaded() {
        synchronized (models) {
            return (int) models.values().stream()
                    .filter(model -> model.isDone() && !model.isCompletedExceptionally())
                    .count();
        }
    }

    /** Takes no more calls for a model; those that run end as they would have. */
    private void forget(String arn) {
        CompletableFuture<LoadedModel> model;
        synchronized (models) {
            model = models.remove(arn);
        }
        if (model != null && !model.completeExceptionally(new ModelNotReadyException(LoadedModel.NOT_READY))
                && !model.isCompletedExceptionally()) {
            model.join().retire();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        synchronized (models) {
            for (CompletableFuture<LoadedModel> model : models.values()) {
                if (!model.completeExceptionally(new ModelNotReadyException(LoadedModel.NOT_READY))
                        && !model.isCompletedExceptionally()) {
                    model.join().close();
                }
            }
            models.clear();
        }
    }
}
