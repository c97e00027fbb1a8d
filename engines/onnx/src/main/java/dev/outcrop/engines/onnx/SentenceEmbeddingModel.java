package dev.outcrop.engines.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import ai.onnxruntime.OrtException;
import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.EmbeddingModel;
import dev.outcrop.inference.EmbeddingPurpose;
import dev.outcrop.inference.EmbeddingRequest;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.PromptTooLongException;
import tools.jackson.core.JacksonException;

/**
 * Sentence vectors from an encoder of the BERT class. Thread-safe.
 *
 * <p>A text of several windows is the mean of their unit vectors, each weighted by its tokens, so its length falls below
 * 1 the less its parts have in common. A text without a token is what the special tokens alone say.
 *
 * <p>Texts are counted first, so that one that is too long is refused before any is embedded; then windows run in order
 * of length, several at once where the model allows it ({@link EncoderTrial}). A caller has one run in flight at most,
 * so that many texts neither fill memory nor shut out others'.
 *
 * <table>
 * <caption>The folder of a model that is not the embedded one, as exporters for Hugging Face models write it</caption>
 * <tr><td>{@code model.onnx}</td><td>inputs {@code input_ids} and, if it likes, {@code attention_mask} and
 * {@code token_type_ids}: int64 {@code [sequences, tokens]}; output {@code last_hidden_state} or
 * {@code token_embeddings}, or its only one of that shape: float {@code [sequences, tokens, dimensions]}</td></tr>
 * <tr><td>{@code tokenizer.json} or {@code vocab.txt}</td><td>WordPiece, uncased</td></tr>
 * <tr><td>{@code config.json}</td><td>optional: {@code max_position_embeddings}</td></tr>
 * </table>
 */
public final class SentenceEmbeddingModel implements EmbeddingModel {

    /** The encoder's own tokens around every window. */
    private static final int SPECIAL_TOKENS = 2;
    /** Time and memory of attention grow with the square of this. */
    private static final int LONGEST_WINDOW = 512;
    /** No word is split between windows, and a word may have a hundred tokens. */
    private static final int LEAST_TEXT = 100;

    private final String name;
    private final Supplier<EncoderSession> sessions;
    private final EncoderThreads threads;
    private final Runnable closing;
    private final int dimensions;
    private final int window;
    private final SentenceOptions.Pooling pooling;
    private final boolean batches;
    private final Map<EmbeddingPurpose, String> prefixes;

    private SentenceEmbeddingModel(String name, Supplier<EncoderSession> sessions, EncoderThreads threads,
            Runnable closing, int dimensions, int window, boolean batches, SentenceOptions options) {
        this.name = name;
        this.sessions = sessions;
        this.threads = threads;
        this.closing = closing;
        this.dimensions = dimensions;
        this.window = window;
        this.pooling = options.pooling();
        this.batches = batches;
        this.prefixes = options.prefixes();
    }

    /**
     * The embedded encoder's sentences, one window at a time: it is quantised so that windows in one run would change
     * each other.
     *
     * @param encoder closed with this model
     */
    public static SentenceEmbeddingModel of(MiniLmEncoder encoder) {
        return new SentenceEmbeddingModel(encoder.name(), encoder::session, encoder.threads(), encoder::close,
                encoder.dimensions(), encoder.contextLength(), false, SentenceOptions.defaults());
    }

    /**
     * Loads the model of a folder, whose name becomes its own, and tries it.
     *
     * @param threads most runs of the model at the same time, one core each
     * @throws InferenceException when it cannot be used; the message says which file and why
     */
    public static SentenceEmbeddingModel load(Path folder, SentenceOptions options, int threads) {
        EncoderSession session = null;
        try {
            int window = window(ClassifierConfig.of(folder), options.maxLength());
            session = EncoderSession.load(folder);
            for (String prefix : options.prefixes().values()) {
                requirePlace(prefix, session.tokenizer().count(prefix), window);
            }
            EncoderTrial trial = EncoderTrial.of(session, window);
            EncoderSession loaded = session;
            EncoderThreads runs = new EncoderThreads(threads);
            SentenceEmbeddingModel model = new SentenceEmbeddingModel(
                    String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
                    () -> loaded,
                    runs,
                    () -> {
                        runs.close();
                        loaded.close();
                    },
                    trial.dimensions(), window, trial.batches(), options);
            session = null;
            return model;
        } catch (JacksonException e) {
            throw new InferenceException(
                    "A file of the sentence encoder in " + folder + " is not the JSON that it should be.", e);
        } catch (OrtException | IOException | IllegalArgumentException | InferenceException | LinkageError e) {
            throw new InferenceException(
                    "The sentence encoder in " + folder + " cannot be used: " + e.getMessage(), e);
        } finally {
            if (session != null) {
                session.close();
            }
        }
    }

    private static int window(ClassifierConfig config, int wanted) {
        if (wanted > config.positions()) {
            throw new IllegalArgumentException(
                    "it reads " + config.positions() + " tokens at once, not " + wanted);
        }
        int window = Math.min(wanted > 0 ? wanted : config.positions(), LONGEST_WINDOW);
        requirePlace("", 0, window);
        return window;
    }

    private static void requirePlace(String prefix, int tokens, int window) {
        int least = tokens + LEAST_TEXT + SPECIAL_TOKENS + 1;
        if (window < least) {
            throw new IllegalArgumentException("windows of " + window + " tokens are too short; at least " + least
                    + " are needed" + (tokens == 0 ? "" : " with the prefix '" + prefix + "'"));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public int contextLength() {
        return window;
    }

    /** Whether several windows go through the model in one run. */
    public boolean batches() {
        return batches;
    }

    @Override
    public Embedding embed(String text) {
        return embed(EmbeddingRequest.of(List.of(text))).getFirst();
    }

    @Override
    public List<Embedding> embed(EmbeddingRequest request) {
        EncoderSession session = sessions.get();
        WordPieceTokenizer tokenizer = session.tokenizer();
        List<String> texts = request.texts();
        int[] counts = new int[texts.size()];
        for (int i = 0; i < counts.length; i++) {
            requireWanted();
            counts[i] = tokenizer.count(texts.get(i));
            if (counts[i] + SPECIAL_TOKENS > request.mostTokens()
                    && request.overflow() == EmbeddingRequest.Overflow.REFUSE) {
                throw new PromptTooLongException(counts[i] + SPECIAL_TOKENS, request.mostTokens());
            }
        }
        long[] prefix = prefix(tokenizer, request.purpose());
        int most = Math.max(0, request.mostTokens() - SPECIAL_TOKENS);
        Sums sums = new Sums(texts.size());
        WindowBatch batch = new WindowBatch(batches, pooling, sequences -> {
            requireWanted();
            return threads.run(() -> session.run(sequences));
        }, sums::add);
        for (int i : order(counts)) {
            String text = texts.get(i);
            int kept = Math.min(counts[i], most);
            int skipped = request.overflow() == EmbeddingRequest.Overflow.DROP_START ? counts[i] - kept : 0;
            Tokens tokens = tokenizer.tokenize(text, new Tokens(skipped, kept));
            sums.tokens[i] = kept;
            int begin = 0;
            do {
                int end = Windows.end(text, tokens, begin, window - SPECIAL_TOKENS - prefix.length);
                batch.add(i, Math.max(1, end - begin), session.ids(prefix, tokens, begin, end));
                begin = end;
            } while (begin < kept);
        }
        batch.flush();
        return sums.embeddings();
    }

    private long[] prefix(WordPieceTokenizer tokenizer, EmbeddingPurpose purpose) {
        String words = prefixes.get(purpose);
        if (words == null) {
            return new long[0];
        }
        Tokens tokens = tokenizer.tokenize(words);
        return IntStream.range(0, tokens.size()).mapToLong(tokens::id).toArray();
    }

    /** Shortest first: what shares a run is then of about one length, and little of it is padding. */
    private static List<Integer> order(int[] counts) {
        return IntStream.range(0, counts.length)
                .boxed()
                .sorted(Comparator.comparingInt(i -> counts[i]))
                .toList();
    }

    private static void requireWanted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new InferenceException("The encoder was interrupted.");
        }
    }

    /** The vectors of texts, summed up window by window. */
    private final class Sums {
        private final float[][] vectors;
        private final int[] weights;
        private final int[] tokens;

        Sums(int texts) {
            vectors = new float[texts][dimensions];
            weights = new int[texts];
            tokens = new int[texts];
        }

        void add(int text, int weight, float[] vector) {
            weights[text] += weight;
            for (int i = 0; i < dimensions; i++) {
                vectors[text][i] += weight * vector[i];
            }
        }

        List<Embedding> embeddings() {
            List<Embedding> embeddings = new ArrayList<>(vectors.length);
            for (int text = 0; text < vectors.length; text++) {
                for (int i = 0; i < dimensions; i++) {
                    vectors[text][i] /= weights[text];
                }
                embeddings.add(new Embedding(vectors[text], tokens[text] + SPECIAL_TOKENS));
            }
            return embeddings;
        }
    }

    @Override
    public void close() {
        closing.run();
    }
}
