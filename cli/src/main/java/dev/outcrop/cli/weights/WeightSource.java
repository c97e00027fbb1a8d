package dev.outcrop.cli.weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.outcrop.server.model.ModelArtifacts.ArtifactException;
import dev.outcrop.storage.ObjectNameException;
import dev.outcrop.storage.ObjectPage;
import dev.outcrop.storage.ObjectStore;
import dev.outcrop.storage.ObjectSummary;
import dev.outcrop.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * The objects that make up a model: one GGUF file, or the files of a Hugging Face checkpoint. Only what lies directly in
 * the folder counts, and of that only what conversion reads.
 *
 * @param gguf whether the only file is a GGUF file
 */
record WeightSource(ObjectStore objects, List<ObjectSummary> files, boolean gguf) {

    private static final String SCHEME = "s3://";
    private static final int MOST_OBJECTS = 5_000;
    private static final int BUFFER_BYTES = 1 << 20;

    /** What conversion reads beside the weights. */
    private static final Set<String> SMALL_FILES = Set.of(
            "config.json", "generation_config.json", "model.safetensors.index.json", "tokenizer.json",
            "tokenizer.model", "tokenizer_config.json", "chat_template.jinja");

    private static final Set<String> PICKLES = Set.of("bin", "pt", "pth", "ckpt", "pkl", "pickle");

    WeightSource {
        files = List.copyOf(files);
    }

    /**
     * Looks into a folder.
     *
     * @param s3Uri {@code s3://BUCKET/PREFIX}, with or without a slash at the end
     * @throws ArtifactException when there is no model in it
     * @throws StorageException when it cannot be looked into
     */
    static WeightSource find(ObjectStore objects, String s3Uri) throws StorageException {
        try {
            return of(objects, list(objects, s3Uri), s3Uri);
        } catch (ObjectNameException e) {
            throw new ArtifactException(String.valueOf(e.getMessage()));
        }
    }

    private static WeightSource of(ObjectStore objects, List<ObjectSummary> all, String s3Uri) {
        if (all.isEmpty()) {
            throw new ArtifactException("There is nothing in the folder " + s3Uri
                    + ". Upload the model's files directly into it.");
        }
        List<ObjectSummary> weights = withExtension(all, Set.of("safetensors"));
        if (!weights.isEmpty()) {
            List<ObjectSummary> files = new ArrayList<>(weights);
            all.stream().filter(object -> SMALL_FILES.contains(name(object))).forEach(files::add);
            return new WeightSource(objects, files, false);
        }
        List<ObjectSummary> ggufs = withExtension(all, Set.of("gguf"));
        if (ggufs.size() == 1) {
            return new WeightSource(objects, ggufs, true);
        }
        if (ggufs.size() > 1) {
            throw new ArtifactException("The folder " + s3Uri + " holds " + ggufs.size()
                    + " GGUF files. Leave one; join a file that was split (llama-gguf-split --merge).");
        }
        throw new ArtifactException(withExtension(all, PICKLES).isEmpty()
                ? "There are no weights in the folder " + s3Uri + ": no file ends in .safetensors or .gguf."
                : "The weights in the folder " + s3Uri + " are pickles, which can run programs and are never opened."
                        + " Save them as safetensors: model.save_pretrained(folder, safe_serialization=True).");
    }

    private static List<ObjectSummary> list(ObjectStore objects, String s3Uri) throws StorageException {
        int slash = s3Uri.indexOf('/', SCHEME.length());
        if (!s3Uri.startsWith(SCHEME)) {
            throw new ArtifactException("Expected s3://BUCKET/FOLDER, found " + s3Uri + ".");
        }
        String bucket = slash < 0 ? s3Uri.substring(SCHEME.length()) : s3Uri.substring(SCHEME.length(), slash);
        String prefix = slash < 0 ? "" : s3Uri.substring(slash + 1);
        if (!prefix.isEmpty() && !prefix.endsWith("/")) {
            prefix += "/";
        }
        List<ObjectSummary> found = new ArrayList<>();
        int seen = 0;
        String after = null;
        do {
            ObjectPage page = objects.list(bucket, prefix, after, ObjectStore.MAX_PAGE);
            seen += page.objects().size();
            if (seen > MOST_OBJECTS) {
                throw new ArtifactException("There are more than %d objects under %s.".formatted(MOST_OBJECTS, s3Uri));
            }
            for (ObjectSummary object : page.objects()) {
                if (object.uri().key().indexOf('/', prefix.length()) < 0) {
                    found.add(object);
                }
            }
            after = page.next();
        } while (after != null);
        return found;
    }

    private static List<ObjectSummary> withExtension(List<ObjectSummary> objects, Set<String> extensions) {
        return objects.stream().filter(object -> {
            String name = name(object);
            return extensions.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        }).toList();
    }

    private static String name(ObjectSummary object) {
        return object.uri().key().substring(object.uri().key().lastIndexOf('/') + 1);
    }

    /** Bytes of all files. */
    long bytes() {
        return files.stream().mapToLong(ObjectSummary::size).sum();
    }

    /**
     * Copies the files.
     *
     * @param only the name that a single file gets, or null to keep all names
     * @throws ArtifactException when a file is not as long as its listing said
     * @throws InterruptedException when the thread is interrupted; what has come is left in the folder
     * @throws IOException when reading or writing fails, as on a full disk
     */
    void fetch(Path folder, @Nullable String only) throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (ObjectSummary file : files) {
            Path target = folder.resolve(only == null ? name(file) : only);
            long copied = 0;
            try (InputStream in = objects.read(file.uri());
                    OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    copied += count;
                    // More than was listed could fill the disk beyond what was asked for.
                    if (copied > file.size()) {
                        break;
                    }
                    out.write(buffer, 0, count);
                }
            }
            if (copied != file.size()) {
                throw new ArtifactException(file.uri() + " changed while it was read. Import it again.");
            }
        }
    }
}
