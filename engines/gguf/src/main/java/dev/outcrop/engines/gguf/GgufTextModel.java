package dev.outcrop.engines.gguf;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;

import dev.outcrop.engines.gguf.cache.CachePool;
import dev.outcrop.engines.gguf.cache.CacheShape;
import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.grammar.Constraints;
import dev.outcrop.engines.gguf.model.Decoder;
import dev.outcrop.engines.gguf.schedule.ScheduleLimits;
import dev.outcrop.engines.gguf.schedule.Scheduler;
import dev.outcrop.engines.gguf.tensor.FloatKernels;
import dev.outcrop.engines.gguf.tensor.Workers;
import dev.outcrop.engines.gguf.tokenizer.Tokenizer;
import dev.outcrop.inference.EngineLoad;
import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.Reasoning;
import dev.outcrop.inference.TextModel;

/**
 * A text model from a GGUF file, computed in this process.
 *
 * <p>Weights stay in the mapped file; the cache of all generations is bounded by {@link GgufOptions#cacheBytes()}. One
 * thread schedules and computes, {@link GgufOptions#threads()} − 1 others help it, and none runs while there is nothing
 * to do. Listeners are called by the scheduling thread. A generation that is paused keeps its place and its cache.
 * Thread-safe.
 */
public final class GgufTextModel implements TextModel {

    /** Prompt tokens per step: enough to pay for reading the weights once, few enough to keep steps short. */
    private static final int PROMPT_CHUNK = 64;

    /** The same while others wait for their next token. */
    private static final int SHARED_PROMPT_CHUNK = 16;

    private final String name;
    private final int contextLength;
    private final int vocabulary;
    private final Tokenizer tokenizer;
    private final PromptEncoder prompts;
    private final Constraints constraints;
    private final Scheduler scheduler;

    private GgufTextModel(String name, GgufFile file, Workers workers, GgufOptions options) {
        this.name = name;
        CacheShape shape = Decoder.cacheShapeOf(file);
        long pageBytes = shape.bytesPerPosition() * CacheShape.PAGE_POSITIONS;
        long affordable = options.cacheBytes() / pageBytes;
        this.contextLength = contextLength(file, options, affordable);
        Decoder decoder = Decoder.load(file, contextLength, new FloatKernels(workers), workers);
        this.vocabulary = decoder.vocabulary();
        this.tokenizer = Tokenizer.of(file.metadata());
        this.constraints = new Constraints(tokenizer);
        this.prompts = new PromptEncoder(file.metadata(), tokenizer);
        long wanted = (long) options.maxSequences() * CacheShape.pages(contextLength);
        CachePool pool = new CachePool(shape, (int) Math.min(Integer.MAX_VALUE, Math.min(affordable, wanted)));
        ScheduleLimits limits = new ScheduleLimits(
                options.maxSequences(), options.maxQueued(), PROMPT_CHUNK, SHARED_PROMPT_CHUNK);
        this.scheduler = new Scheduler(name, decoder, pool, workers, limits, () -> {
            workers.close();
            file.close();
        });
    }

    /**
     * Opens a model file.
     *
     * @throws GgufException when the file is damaged or not supported, or the options do not fit it
     */
    public static GgufTextModel open(Path path, GgufOptions options) {
        String fileName = path.getFileName() == null ? path.toString() : path.getFileName().toString();
        return open(GgufFile.open(path), fileName.replaceFirst("\\.gguf$", ""), options);
    }

    /**
     * Opens a model that is already in memory, which must stay there until {@link #close()} has returned.
     *
     * @param name used when the model does not name itself
     * @throws GgufException as {@link #open(Path, GgufOptions)}
     */
    public static GgufTextModel open(MemorySegment bytes, String name, GgufOptions options) {
        return open(GgufFile.of(bytes), name, options);
    }

    private static GgufTextModel open(GgufFile file, String name, GgufOptions options) {
        Workers workers = new Workers(options.threads(), name);
        try {
            return new GgufTextModel(file.metadata().string("general.name", name), file, workers, options);
        } catch (RuntimeException | Error e) {
            workers.close();
            file.close();
            throw e;
        }
    }

    private static int contextLength(GgufFile file, GgufOptions options, long affordablePages) {
        int trained = Decoder.contextLengthOf(file);
        int wanted = options.contextLength().orElse(trained);
        if (wanted > trained) {
            throw new GgufException("A context of %d tokens was configured, but the model was made for %d."
                    .formatted(wanted, trained));
        }
        if (affordablePages == 0 || (options.contextLength().isPresent()
                && CacheShape.pages(wanted) > affordablePages)) {
            throw new GgufException("A cache of %d bytes is too small for a context of %d tokens of this model."
                    .formatted(options.cacheBytes(), wanted));
        }
        return (int) Math.min(wanted, affordablePages * CacheShape.PAGE_POSITIONS);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int contextLength() {
        return contextLength;
    }

    @Override
    public int countTokens(Prompt prompt) {
        return prompts.encode(prompt, Reasoning.INLINE).ids().length;
    }

    @Override
    public Generation generate(GenerationRequest request, GenerationListener listener) {
        TextGeneration generation = new TextGeneration(
                request, listener, prompts, tokenizer, constraints, vocabulary, contextLength, scheduler);
        scheduler.submit(generation);
        return generation;
    }

    @Override
    public Optional<EngineLoad> load() {
        return Optional.of(scheduler.load());
    }

    /** Also waits until the mapped file is no longer used, unless called by a listener. */
    @Override
    public void close() {
        scheduler.close();
    }
}
