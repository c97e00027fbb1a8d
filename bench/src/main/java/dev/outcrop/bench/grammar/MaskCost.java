package dev.outcrop.bench.grammar;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

import dev.outcrop.engines.gguf.grammar.Constraints;
import dev.outcrop.engines.gguf.grammar.Grammar;
import dev.outcrop.engines.gguf.sampling.Sampler;
import dev.outcrop.engines.gguf.sampling.TokenConstraint;
import dev.outcrop.inference.Sampling;

/**
 * What one mask costs: random answers under a schema, with invented vocabularies of 32,000 and 128,000 tokens.
 *
 * <p>CPU time of the thread, for machines that are busy with other things. A step is what an answer asks for, whether its state
 * has been met before in the answer or not; "again" is the same mask asked for once more, which leaves the pass over the logits.
 *
 * <p>Usage: {@code java -cp 'bench/target/bench/*' dev.outcrop.bench.grammar.MaskCost}
 */
public final class MaskCost {

    private static final String TOOL = """
            {"type":"object","properties":{"city":{"type":"string"},"country":{"type":"string","maxLength":40},
            "days":{"type":"integer","minimum":1,"maximum":14},"unit":{"enum":["metric","imperial"]},
            "from":{"type":"string","format":"date"},"tags":{"type":"array","items":{"type":"string"},"maxItems":8}},
            "required":["city","country","days","from","tags"],"additionalProperties":false}""";

    private static final int ANSWERS = 30;
    private static final int UNCOUNTED = 10;
    private static final int MOST_TOKENS = 200;

    private MaskCost() {}

    public static void main(String[] arguments) {
        Map<String, Grammar> grammars = Map.of(
                "tool schema", Grammar.schema(TOOL),
                "any JSON object", Grammar.jsonObject(),
                "text with calls", new Grammar.Triggered("<tool_call>",
                        Grammar.sequence(Grammar.schema(TOOL), Grammar.literal("</tool_call>")), true));
        System.out.println("| grammar | tokens | step, median | step, 95 % | step, mean | again, median |");
        for (int size : new int[]{32_000, 128_000}) {
            grammars.forEach((name, grammar) -> measure(name, grammar, size));
        }
    }

    private static void measure(String name, Grammar grammar, int size) {
        InventedTokenizer tokenizer = new InventedTokenizer(size);
        Constraints constraints = new Constraints(tokenizer);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        List<Long> steps = new ArrayList<>();
        List<Long> again = new ArrayList<>();
        Random random = new Random(11);
        float[] logits = new float[size];
        for (int answer = 0; answer < ANSWERS; answer++) {
            TokenConstraint constraint = constraints.constrain(grammar, Set.of());
            Sampler sampler = new Sampler(
                    new Sampling(1, 0, 1, 0, 1, 0, 0, Map.of(), OptionalLong.of(answer)), size);
            for (int step = 0; step < MOST_TOKENS && !constraint.isComplete(); step++) {
                for (int token = 0; token < size; token++) {
                    byte[] text = tokenizer.bytes(token);
                    boolean closes = text.length > 0 && "\"]}".indexOf(text[0]) >= 0;
                    logits[token] = random.nextInt(1 << 16) / 16_384f + (closes ? 6 : 0);
                }
                long before = threads.getCurrentThreadCpuTime();
                constraint.mask(logits);
                long between = threads.getCurrentThreadCpuTime();
                constraint.mask(logits);
                long after = threads.getCurrentThreadCpuTime();
                if (answer >= UNCOUNTED) {
                    steps.add(between - before);
                    again.add(after - between);
                }
                int token = sampler.next(logits);
                if (tokenizer.isEndOfGeneration(token)) {
                    break;
                }
                constraint.accept(token);
            }
        }
        System.out.printf(Locale.ROOT, "| %s | %d | %.0f µs | %.0f µs | %.0f µs | %.0f µs |%n", name, size,
                quantile(steps, 0.5), quantile(steps, 0.95),
                steps.stream().mapToLong(each -> each).average().orElse(0) / 1e3, quantile(again, 0.5));
    }

    private static double quantile(List<Long> nanoseconds, double share) {
        List<Long> sorted = nanoseconds.stream().sorted().toList();
        return sorted.get((int) (share * (sorted.size() - 1))) / 1e3;
    }
}
