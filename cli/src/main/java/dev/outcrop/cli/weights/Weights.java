package dev.outcrop.cli.weights;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

import dev.outcrop.engines.gguf.GgufOptions;
import dev.outcrop.engines.gguf.GgufTextModel;
import dev.outcrop.engines.gguf.convert.Conversion;
import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.file.Metadata;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Prompt;
import dev.outcrop.server.model.LoadedWeights;
import dev.outcrop.server.model.ModelArtifacts;
import dev.outcrop.storage.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings weights from object storage: GGUF files as they are, Hugging Face checkpoints converted.
 *
 * <p>Files come to a folder of the attempt first, and the finished model is moved to its place in one step; so an attempt
 * that dies leaves nothing that looks like a model, and the next one removes what it left. Before that the model is opened
 * and reads a prompt, so that what an engine refuses fails the import and not the first call.
 */
public final class Weights implements ModelArtifacts {
    private static final Logger LOG = LoggerFactory.getLogger(Weights.class);

    /** Left for everything else on the disk. */
    private static final long RESERVED_BYTES = 64L << 20;

    private static final int MOST_MESSAGE_CHARACTERS = 2_000;

    private final WeightOptions options;
    private final ObjectStore objects;
    private final WeightFolder folder;
    private final Consumer<String> deleted;

    /** @param deleted told of the ARNs whose weights are to be forgotten */
    Weights(WeightOptions options, ObjectStore objects, WeightFolder folder, Consumer<String> deleted) {
        this.options = options;
        this.objects = objects;
        this.folder = folder;
        this.deleted = deleted;
    }

    @Override
    public LoadedWeights load(String s3Uri, String modelArn) throws InterruptedException {
        try {
            LoadedWeights known = folder.describe(modelArn).orElse(null);
            return known == null ? beside(s3Uri, modelArn) : known;
        } catch (IOException e) {
            throw new ArtifactException(shortened(e));
        }
    }

    /** Hours of computing do not belong on a virtual thread, which would keep others from running. */
    private LoadedWeights beside(String s3Uri, String modelArn) throws InterruptedException {
        FutureTask<LoadedWeights> work = new FutureTask<>(() -> bring(s3Uri, modelArn));
        Thread thread = Thread.ofPlatform().name("weights").daemon().start(work);
        try {
            return work.get();
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case ArtifactException known -> known;
                case InferenceException damaged -> new ArtifactException(shortened(damaged));
                case IOException failed -> new ArtifactException(shortened(failed));
                case RuntimeException unexpected -> unexpected;
                case null, default -> new IllegalStateException(e);
            };
        } finally {
            // Nothing is left to do, unless this thread has been interrupted: then the work is to end before it is left.
            work.cancel(true);
            thread.join();
        }
    }

    private LoadedWeights bring(String s3Uri, String modelArn) throws IOException, InterruptedException {
        WeightSource source = WeightSource.find(objects, s3Uri);
        Path attempt = folder.begin(modelArn);
        try {
            requireSpace(source.bytes());
            Path made = Files.createDirectory(attempt.resolve("out"));
            Path model = made.resolve(WeightFolder.MODEL);
            String architecture = "";
            if (source.gguf()) {
                source.fetch(made, WeightFolder.MODEL);
            } else {
                Path files = Files.createDirectory(attempt.resolve("in"));
                source.fetch(files, null);
                architecture = convert(files, model, s3Uri);
            }
            LoadedWeights weights = examined(model, architecture);
            folder.publish(modelArn, made, weights);
            return weights;
        } catch (ClosedByInterruptException | InterruptedIOException | CancellationException e) {
            throw (InterruptedException) new InterruptedException().initCause(e);
        } finally {
            // An interrupt would keep the files from being removed; whoever sent it is answered by the exception.
            var _ = Thread.interrupted();
            WeightFolder.remove(attempt);
        }
    }

    private String convert(Path files, Path model, String s3Uri) throws IOException {
        try (Conversion conversion = Conversion.open(files, options.format())) {
            requireSpace(conversion.fileBytes());
            conversion.notes().forEach(note -> LOG.info("Import of {}: {}", s3Uri, note));
            conversion.write(model, (written, total) -> !Thread.currentThread().isInterrupted());
            return conversion.modelType();
        }
    }

    private void requireSpace(long bytes) throws IOException {
        long left = Math.min(options.mostBytes() - folder.usedBytes(), folder.freeBytes() - RESERVED_BYTES);
        if (bytes > left) {
            throw new ArtifactException(
                    "The import needs %d MB more, but there is room for %d MB. Delete imported models,"
                            .formatted(megabytes(bytes), Math.max(0, left) >> 20)
                            + " free space on the disk of the model folder, or raise imports.space.");
        }
    }

    private static long megabytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }

    /** @param architecture empty to take the file's word */
    private static LoadedWeights examined(Path model, String architecture) throws IOException {
        String name = architecture;
        boolean converses;
        try (GgufFile file = GgufFile.open(model)) {
            Metadata metadata = file.metadata();
            if (name.isEmpty()) {
                name = metadata.string("general.architecture");
            }
            converses = !metadata.string("tokenizer.chat_template", "").isBlank();
        }
        try (GgufTextModel opened = GgufTextModel.open(model, GgufOptions.defaults().withThreads(1))) {
            var _ = opened.countTokens(new Prompt.Verbatim("Hello."));
            if (converses) {
                var _ = opened.countTokens(new Prompt.Chat(List.of(new Message(Message.Role.USER, "Hello."))));
            }
        }
        return new LoadedWeights(name, converses, Files.size(model));
    }

    @Override
    public void copy(String fromArn, String toArn) {
        try {
            folder.copy(fromArn, toArn);
        } catch (IOException e) {
            throw new ArtifactException(shortened(e));
        }
    }

    @Override
    public void delete(String modelArn) {
        deleted.accept(modelArn);
        try {
            folder.delete(modelArn);
        } catch (IOException e) {
            // The model is gone for its callers; only space is lost.
            LOG.warn("The weights of {} cannot be removed: {}", modelArn, e.getMessage());
        }
    }

    private static String shortened(Exception failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return message.substring(0, Math.min(message.length(), MOST_MESSAGE_CHARACTERS));
    }
}
