package dev.outcrop.bench.guardrails;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.config.CustomWord;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.Handlings;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.ContentBlock;
import dev.outcrop.guardrails.text.Normalizer;
import dev.outcrop.guardrails.text.TextView;
import dev.outcrop.guardrails.words.WordPolicy;
import dev.outcrop.inference.EncodedWindow;
import dev.outcrop.inference.TokenEncoder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The views of a text and the word policy: 10,000 custom words of 100 characters and the managed list.
 *
 * <p>Usage: {@code java -cp 'bench/target/bench/*' org.openjdk.jmh.Main WordPolicyBenchmark}; or, on a machine that is busy with
 * other things, its {@code main}, which prints CPU time in place of wall-clock time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WordPolicyBenchmark {
    private static final int WORDS = 10_000;
    private static final int WORD_LENGTH = 100;
    private static final String ASCII = """
            The ferry leaves at seven, so we should pack tonight: two coats, the blue lantern, a loaf of bread and the map that \
            Ines drew last summer. If the wind turns we wait at the harbour and play cards until the signal goes up again.\s""";
    private static final String ACCENTED = """
            Le café près du port ouvre à sept heures ; l’équipage y prend son petit-déjeuner, puis descend vers le quai où \
            l’on charge déjà les caisses. “Naïve façade”, dit-elle en montrant la digue – et personne ne répondit.\s""";
    private static final String DISGUISED = """
            br1n9 7h3 l4mp5 and the l a n t e r n s, or say it in YnJpbmcgdGhlIGxhbXBz if th\u0435 h\u200Barbour is loud: oevat gur \
            ynzcf urer, pleeease, and 6c616e7465726e too; ereh spmal eht gnirb was the first answer of the night.\s""";

    /** What kind of text. */
    @Param({"ascii", "accented", "disguised"})
    public String kind = "ascii";

    /** Characters of text: a thousand, a million. */
    @Param({"1000", "1000000"})
    public int length = 1_000;

    private String text = "";
    private final List<CustomWord> words = new ArrayList<>();
    private WordPolicy policy = new WordPolicy(List.of(), Handlings.BLOCK);

    @Setup
    public void prepare() {
        String piece = switch (kind) {
            case "accented" -> ACCENTED;
            case "disguised" -> DISGUISED;
            default -> ASCII;
        };
        text = piece.repeat(length / piece.length() + 1).substring(0, length);
        Random random = new Random(1);
        for (int i = 0; i < WORDS; i++) {
            StringBuilder word = new StringBuilder(WORD_LENGTH);
            while (word.length() < WORD_LENGTH) {
                word.append((char) (random.nextInt(8) == 0 ? ' ' : 'a' + random.nextInt(26)));
            }
            words.add(new CustomWord(word.toString(), Handlings.BLOCK));
        }
        policy = new WordPolicy(words, Handlings.BLOCK);
    }

    @Benchmark
    public List<TextView> views() {
        return Normalizer.views(text);
    }

    /** Views included. */
    @Benchmark
    public List<Finding> assess() {
        return policy.assess(
                Direction.INPUT, List.of(new AssessedText(0, ContentBlock.guarded(text), NoEncoder.INSTANCE)));
    }

    /** The same whatever the text. */
    @Benchmark
    public WordPolicy compile() {
        return new WordPolicy(words, Handlings.BLOCK);
    }

    /** Prints the median CPU time of one operation, in microseconds. */
    public static void main(String[] args) {
        for (int length : new int[]{1_000, 1_000_000}) {
            for (String kind : List.of("ascii", "accented", "disguised")) {
                WordPolicyBenchmark benchmark = new WordPolicyBenchmark();
                benchmark.kind = kind;
                benchmark.length = length;
                benchmark.prepare();
                int rounds = length == 1_000 ? 2_000 : 8;
                System.out.printf(
                        Locale.ROOT,
                        "%s %d: views %.1f, assess %.1f%n",
                        kind,
                        length,
                        cpuMicros(rounds, () -> benchmark.views().size()),
                        cpuMicros(rounds, () -> benchmark.assess().size()));
            }
        }
        WordPolicyBenchmark benchmark = new WordPolicyBenchmark();
        benchmark.prepare();
        System.out.printf(Locale.ROOT, "compile: %.1f%n", cpuMicros(10, () -> benchmark.compile().hashCode()));
    }

    private static double cpuMicros(int rounds, IntSupplier operation) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] nanos = new long[rounds];
        int sink = 0;
        for (int round = -rounds; round < rounds; round++) {
            long start = threads.getCurrentThreadCpuTime();
            sink += operation.getAsInt();
            if (round >= 0) {
                nanos[round] = threads.getCurrentThreadCpuTime() - start;
            }
        }
        if (sink == Integer.MIN_VALUE) {
            System.out.println("never printed; keeps the work from being optimised away");
        }
        Arrays.sort(nanos);
        return nanos[rounds / 2] / 1_000.0;
    }

    private static final class NoEncoder implements TokenEncoder {
        static final NoEncoder INSTANCE = new NoEncoder();

        @Override
        public String name() {
            return "none";
        }

        @Override
        public int dimensions() {
            return 0;
        }

        @Override
        public int contextLength() {
            return 0;
        }

        @Override
        public List<EncodedWindow> encode(String encoded) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
