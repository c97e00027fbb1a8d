package dev.outcrop.engines.gguf.safetensors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * The weights of a model in a folder: {@code model.safetensors}, the shards that {@code model.safetensors.index.json}
 * lists, or else all files whose names end in {@code .safetensors}. Thread-safe.
 */
public final class Checkpoint implements AutoCloseable {

    private static final String INDEX = "model.safetensors.index.json";
    private static final String SINGLE = "model.safetensors";
    private static final String SUFFIX = ".safetensors";

    /** Kinds of weights that can hold programs; they are never opened. */
    private static final Set<String> PICKLES = Set.of(".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle");

    private static final long MAX_INDEX_BYTES = 50_000_000;
    private static final int MAX_FILES = 2_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNameLength(10_000)
                    .maxStringLength(1_000_000)
                    .maxDocumentLength(MAX_INDEX_BYTES)
                    .build())
            .build();

    private record Location(SafetensorsFile file, StoredTensor tensor) {}

    private final Map<String, SafetensorsFile> files = new LinkedHashMap<>();
    private final Map<String, Location> tensors = new LinkedHashMap<>();

    private Checkpoint() {}

    /**
     * Opens the weights of a folder.
     *
     * @throws SafetensorsException when there are none, or what is there is damaged or contradicts itself
     * @throws IOException when a file cannot be read
     */
    @SuppressWarnings("MustBeClosedChecker") // returned, or closed when that fails
    public static Checkpoint open(Path folder) throws IOException {
        Checkpoint checkpoint = new Checkpoint();
        try {
            checkpoint.openAll(folder);
            return checkpoint;
        } catch (IOException | RuntimeException e) {
            checkpoint.close();
            throw e;
        }
    }

    private void openAll(Path folder) throws IOException {
        Path index = folder.resolve(INDEX);
        if (Files.exists(index)) {
            Map<String, String> fileOfTensor = readIndex(index);
            for (String file : new TreeSet<>(fileOfTensor.values())) {
                add(folder, file);
            }
            fileOfTensor.forEach(this::requireIndexed);
            return;
        }
        for (String file : Files.exists(folder.resolve(SINGLE)) ? List.of(SINGLE) : weightFiles(folder)) {
            add(folder, file);
        }
    }

    private void add(Path folder, String name) throws IOException {
        Path path = folder.resolve(name);
        if (!Files.isRegularFile(path)) {
            throw new SafetensorsException(
                    INDEX + " names the file " + name + ", which is not there. Upload all shards.");
        }
        SafetensorsFile file = SafetensorsFile.open(path);
        files.put(name, file);
        for (StoredTensor tensor : file.tensors().values()) {
            if (tensors.put(tensor.name(), new Location(file, tensor)) != null) {
                throw new SafetensorsException("The tensor '%s' is in more than one file.".formatted(tensor.name()));
            }
        }
    }

    private void requireIndexed(String tensor, String file) {
        SafetensorsFile opened = files.get(file);
        if (opened == null || !opened.tensors().containsKey(tensor)) {
            throw new SafetensorsException("%s says that the tensor '%s' is in %s, but it is not."
                    .formatted(INDEX, tensor, file));
        }
    }

    private static List<String> weightFiles(Path folder) throws IOException {
        List<String> found = new ArrayList<>();
        boolean pickles = false;
        int seen = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (++seen > MAX_FILES) {
                    throw new SafetensorsException("The folder has more than %d files.".formatted(MAX_FILES));
                }
                if (name.endsWith(SUFFIX) && Files.isRegularFile(entry)) {
                    found.add(name);
                }
                int dot = name.lastIndexOf('.');
                pickles |= dot >= 0 && PICKLES.contains(name.substring(dot).toLowerCase(Locale.ROOT));
            }
        }
        if (found.isEmpty()) {
            throw new SafetensorsException(pickles
                    ? "The weights are pickles, which can run programs and are never opened. Save them as safetensors:"
                            + " model.save_pretrained(folder, safe_serialization=True)."
                    : "There are no weights: no file ends in .safetensors.");
        }
        found.sort(null);
        return found;
    }

    private static Map<String, String> readIndex(Path index) throws IOException {
        Map<String, String> files = new TreeMap<>();
        if (Files.size(index) > MAX_INDEX_BYTES) {
            throw new SafetensorsException(INDEX + " is larger than %d bytes.".formatted(MAX_INDEX_BYTES));
        }
        try (InputStream in = Files.newInputStream(index);
                JsonParser parser = JSON.createParser(ObjectReadContext.empty(), in)) {
            expect(parser.nextToken(), JsonToken.START_OBJECT);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String member = parser.currentName();
                JsonToken value = parser.nextToken();
                if (!member.equals("weight_map")) {
                    parser.skipChildren();
                    continue;
                }
                expect(value, JsonToken.START_OBJECT);
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String tensor = parser.currentName();
                    expect(parser.nextToken(), JsonToken.VALUE_STRING);
                    files.put(tensor, fileName(parser.getString()));
                }
            }
        } catch (JacksonException e) {
            throw new SafetensorsException(INDEX + " is not the JSON that it should be.", e);
        }
        if (files.isEmpty()) {
            throw new SafetensorsException(INDEX + " has no weight_map that names a tensor.");
        }
        return files;
    }

    /** Shards lie beside the index; a name that leads elsewhere is refused. */
    private static String fileName(String written) {
        if (!written.endsWith(SUFFIX) || written.length() > 255 || written.chars().anyMatch(
                c -> c == '/' || c == '\\' || c < ' ')) {
            throw new SafetensorsException(INDEX + " names '%s', which is no .safetensors file of the same folder."
                    .formatted(written.substring(0, Math.min(written.length(), 100))));
        }
        return written;
    }

    private static void expect(JsonToken actual, JsonToken expected) {
        if (actual != expected) {
            throw new SafetensorsException("%s is wrong: %s instead of %s.".formatted(INDEX, actual, expected));
        }
    }

    /** The names of all tensors. */
    public Set<String> names() {
        return Set.copyOf(tensors.keySet());
    }

    public Optional<StoredTensor> tensor(String name) {
        return Optional.ofNullable(tensors.get(name)).map(Location::tensor);
    }

    /**
     * Fills the rest of {@code target} with bytes of a tensor of this checkpoint from {@code offset} on.
     *
     * @throws IOException when the file cannot be read or has become shorter
     */
    public void read(StoredTensor tensor, long offset, ByteBuffer target) throws IOException {
        Location location = tensors.get(tensor.name());
        if (location == null || !location.tensor().equals(tensor)) {
            throw new IllegalArgumentException("not of this checkpoint: " + tensor);
        }
        location.file().read(tensor, offset, target);
    }

    @Override
    public void close() throws IOException {
        for (SafetensorsFile file : files.values()) {
            file.close();
        }
    }
}
