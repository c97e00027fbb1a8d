package dev.outcrop.engines.gguf.convert;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;

import dev.outcrop.engines.gguf.file.GgufFileWriter;
import dev.outcrop.engines.gguf.file.MetadataWriter;
import dev.outcrop.engines.gguf.safetensors.Checkpoint;
import dev.outcrop.engines.gguf.safetensors.SafetensorsException;

/**
 * A model in Hugging Face's layout that has been looked through and can be written as a GGUF file.
 *
 * <p>Opening reads everything but the weights, so that nearly all that can be wrong is said before anything is written.
 * Not thread-safe.
 */
public final class Conversion implements AutoCloseable {

    private final ModelConfig config;
    private final WeightFormat format;
    private final boolean chatTemplate;
    private final List<String> notes;
    private final MetadataWriter metadata;
    private final Checkpoint checkpoint;
    private final List<PlannedTensor> tensors;

    private Conversion(ModelConfig config, WeightFormat format, boolean chatTemplate, List<String> notes,
            MetadataWriter metadata, Checkpoint checkpoint, List<PlannedTensor> tensors) {
        this.config = config;
        this.format = format;
        this.chatTemplate = chatTemplate;
        this.notes = List.copyOf(notes);
        this.metadata = metadata;
        this.checkpoint = checkpoint;
        this.tensors = tensors;
    }

    /**
     * Looks through a model's folder.
     *
     * @throws ConversionException when it is incomplete, damaged or of a kind that is not supported
     * @throws SafetensorsException when its weights are damaged or missing
     * @throws IOException when a file cannot be read
     */
    @SuppressWarnings("MustBeClosedChecker") // the returned conversion owns the checkpoint and closes it
    public static Conversion open(Path folder, WeightFormat format) throws IOException {
        ModelFiles files = ModelFiles.read(folder);
        ModelConfig config = ModelConfig.of(files.config());
        Checkpoint checkpoint = Checkpoint.open(folder);
        try {
            List<PlannedTensor> tensors = TensorPlan.of(config, checkpoint, format);
            MetadataWriter metadata = new MetadataWriter();
            List<String> notes = new ArrayList<>();
            config.describe(metadata);
            TokenizerConversion.run(folder, files, config.vocabulary(), metadata, notes);
            metadata.integer("general.quantization_version", 2);
            return new Conversion(config, format, files.chatTemplate().isPresent(), notes, metadata, checkpoint,
                    tensors);
        } catch (IOException | RuntimeException e) {
            checkpoint.close();
            throw e;
        }
    }

    /** The class name that config.json gives, such as {@code LlamaForCausalLM}. */
    public String architecture() {
        return config.architecture().className();
    }

    /** The architecture in a word, such as {@code llama} or {@code mistral}. */
    public String modelType() {
        return config.architecture().name().toLowerCase(Locale.ROOT);
    }

    /** The most tokens of prompt and answer together. */
    public int contextLength() {
        return config.context();
    }

    /** Whether the model comes with a template for conversations. */
    public boolean hasChatTemplate() {
        return chatTemplate;
    }

    /** How matrices will be stored. */
    public WeightFormat weightFormat() {
        return format;
    }

    /** What the converted model does otherwise than the original, in sentences; usually nothing. */
    public List<String> notes() {
        return notes;
    }

    /** Bytes of the converted file. */
    public long fileBytes() {
        return GgufFileWriter.fileBytes(metadata, targets());
    }

    /**
     * Writes the file: beside its final place first, and moved there when it is complete and on the disk. Nothing is left
     * behind when that fails.
     *
     * @param target replaced if it exists
     * @throws ConversionException when a weight is no number, or too large for its new format
     * @throws CancellationException when {@code progress} ends it
     * @throws IOException when reading or writing fails, as on a full disk
     */
    public void write(Path target, ConversionProgress progress) throws IOException {
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try {
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                writeAll(channel, progress);
                channel.force(true);
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private void writeAll(FileChannel channel, ConversionProgress progress) throws IOException {
        GgufFileWriter writer = new GgufFileWriter(channel, metadata, targets());
        long total = fileBytes();
        TensorCopier copier = new TensorCopier(checkpoint, writer, () -> {
            if (!progress.onWritten(writer.written(), total)) {
                throw new CancellationException("The conversion was ended.");
            }
        });
        writer.writeHeader();
        for (PlannedTensor tensor : tensors) {
            copier.copy(tensor);
        }
    }

    private List<GgufFileWriter.Tensor> targets() {
        return tensors.stream().map(PlannedTensor::target).toList();
    }

    @Override
    public void close() throws IOException {
        checkpoint.close();
    }
}
