package dev.outcrop.server.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import dev.outcrop.server.model.LoadedWeights;
import dev.outcrop.server.model.ModelArtifacts;

/** Keeps no weights, but the name of the folder that each model's came from. Thread-safe. */
public final class FolderNames implements ModelArtifacts {

    /** A folder with nothing usable. */
    public static final String EMPTY = "s3://models/empty/";

    /** A folder that is not read before {@link #release}. */
    public static final String SLOW = "s3://models/slow/";

    /** A folder with a model that takes no conversations. */
    public static final String PLAIN = "s3://models/plain/";

    private final Map<String, String> folders = new ConcurrentHashMap<>();
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public LoadedWeights load(String s3Uri, String modelArn) throws InterruptedException {
        if (s3Uri.equals(EMPTY)) {
            throw new ArtifactException("There are no weights in " + EMPTY + ".");
        }
        if (s3Uri.equals(SLOW)) {
            released.await();
        }
        folders.put(modelArn, s3Uri);
        return new LoadedWeights("llama", !s3Uri.equals(PLAIN), 40L << 30);
    }

    @Override
    public void copy(String fromArn, String toArn) {
        String folder = folders.get(fromArn);
        if (folder == null) {
            throw new ArtifactException("The source model has no weights.");
        }
        folders.put(toArn, folder);
    }

    @Override
    public void delete(String modelArn) {
        folders.remove(modelArn);
    }

    /** The folder of each model, by its ARN. */
    public Map<String, String> folders() {
        return Map.copyOf(folders);
    }

    /** Lets what waits go on. */
    public void release() {
        released.countDown();
    }
}
