package dev.outcrop.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

import com.sun.management.OperatingSystemMXBean;
import dev.outcrop.engines.onnx.MiniLmEncoder;
import dev.outcrop.engines.onnx.SentenceEmbeddingModel;
import dev.outcrop.engines.onnx.SentenceOptions;
import dev.outcrop.inference.EmbeddingModel;
import dev.outcrop.inference.EmbeddingRequest;

/**
 * What a text to embed costs: asked for one by one, and 96 in one request, as Cohere's bodies hold at most.
 *
 * <p>Prints CPU time of the process beside wall-clock time, which on a busy machine says more about its neighbours; the two
 * ways take turns, and the best of each is shown.
 *
 * <p>Usage: {@code java -cp 'bench/target/bench/*' dev.outcrop.bench.EmbeddingBench [FOLDER]}: the embedded encoder,
 * or the one of a folder, such as {@code bench/src/main/python/make-encoder.py} makes one.
 */
public final class EmbeddingBench {
    private static final int TEXTS = 96;
    private static final int ROUNDS = 3;
    private static final List<String> WORDS = List.of(
            "the", "river", "carries", "stones", "to", "a", "valley", "where", "birds", "rest", "in", "autumn",
            "before");

    /** Milliseconds for all texts. */
    private record Cost(double cpu, double wall) {
        Cost best(Cost other) {
            return new Cost(Math.min(cpu, other.cpu), Math.min(wall, other.wall));
        }
    }

    private EmbeddingBench() {}

    public static void main(String[] args) {
        try (SentenceEmbeddingModel model = args.length == 0
                ? SentenceEmbeddingModel.of(new MiniLmEncoder(1))
                : SentenceEmbeddingModel.load(Path.of(args[0]), SentenceOptions.defaults(), 1)) {
            measure(model);
        }
    }

    private static void measure(SentenceEmbeddingModel model) {
        System.out.printf("%s, %s%n", model.name(), model.batches() ? "several texts per run" : "one text per run");
        for (int[] words : new int[][]{{5, 15}, {10, 60}, {60, 200}}) {
            List<String> texts = texts(words[0], words[1]);
            Cost single = new Cost(Double.MAX_VALUE, Double.MAX_VALUE);
            Cost batch = single;
            for (int round = 0; round < ROUNDS; round++) {
                single = single.best(cost(() -> texts.forEach(model::embed)));
                batch = batch.best(cost(() -> together(model, texts)));
            }
            System.out.printf(Locale.ROOT,
                    "  %3d to %3d words: one by one %.2f ms of CPU (%.2f ms) a text, together %.2f (%.2f): %.2f times as fast%n",
                    words[0], words[1], single.cpu() / TEXTS, single.wall() / TEXTS, batch.cpu() / TEXTS,
                    batch.wall() / TEXTS, single.cpu() / batch.cpu());
        }
    }

    private static void together(EmbeddingModel model, List<String> texts) {
        if (model.embed(EmbeddingRequest.of(texts)).size() != texts.size()) {
            throw new IllegalStateException("a vector is missing");
        }
    }

    private static Cost cost(Runnable work) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpu = system.getProcessCpuTime();
        long wall = System.nanoTime();
        work.run();
        return new Cost((system.getProcessCpuTime() - cpu) / 1e6, (System.nanoTime() - wall) / 1e6);
    }

    private static List<String> texts(int fewest, int most) {
        Random random = new Random(106);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            texts.add(random.ints(random.nextInt(fewest, most + 1), 0, WORDS.size())
                    .mapToObj(WORDS::get)
                    .collect(Collectors.joining(" ")));
        }
        return texts;
    }
}
