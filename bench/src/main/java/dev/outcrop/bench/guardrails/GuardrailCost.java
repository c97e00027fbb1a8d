package dev.outcrop.bench.guardrails;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import com.sun.management.OperatingSystemMXBean;
import dev.outcrop.engines.onnx.MiniLmEncoder;
import dev.outcrop.guardrails.Guardrail;
import dev.outcrop.guardrails.GuardrailCompiler;
import dev.outcrop.guardrails.config.ContentFilter;
import dev.outcrop.guardrails.config.CustomWord;
import dev.outcrop.guardrails.config.DeniedTopic;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.GroundingFilter;
import dev.outcrop.guardrails.config.GuardrailConfig;
import dev.outcrop.guardrails.config.Handling;
import dev.outcrop.guardrails.config.Handlings;
import dev.outcrop.guardrails.config.PiiEntity;
import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.config.SensitivePattern;
import dev.outcrop.guardrails.config.Strength;
import dev.outcrop.guardrails.text.ContentBlock;

/**
 * What guardrails cost: CPU time of the whole process for 1,000 characters under each policy alone and under all of them
 * (the goal is 35 ms on one core), and the memory that they add to a process that has none (the goal is 300 MB).
 *
 * <p>CPU time of the process and not of a thread, since the encoder may use threads of its own; and not wall-clock time, as the
 * machine may be busy with other things.
 *
 * <p>Usage: {@code java -cp 'bench/target/bench/*' dev.outcrop.bench.guardrails.GuardrailCost [ROUNDS]}
 */
public final class GuardrailCost {
    private static final int LENGTH = 1_000;
    private static final String PROSE = """
            The committee met on Tuesday to go over the plans for the new library, and it took longer than anyone had thought. \
            Most of the time went into the question of where the reading room should be, because the north side is quiet but \
            dark. Ines Okafor wrote down what was said; anyone who missed it can ask her at the front desk until Friday.\s""";
    private static final String SOURCE = "The committee met on Tuesday about the library. Ines Okafor wrote it down. ";
    private static final String QUERY = "When did the committee meet?";

    private GuardrailCost() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 200;
        long before = residentKilobytes();
        try (MiniLmEncoder encoder = new MiniLmEncoder(1)) {
            GuardrailCompiler compiler = new GuardrailCompiler(encoder);
            String text = PROSE.repeat(LENGTH / PROSE.length() + 1).substring(0, LENGTH);
            Guardrail all = compiler.compile(everything());
            assess(all, Direction.INPUT, text);
            assess(all, Direction.OUTPUT, text);
            long loaded = residentKilobytes();
            System.out.printf(
                    Locale.ROOT,
                    "memory: %d MB before, %d MB with all policies after one input and one output: %d MB added%n",
                    before / 1_024, loaded / 1_024, (loaded - before) / 1_024);
            measure("words", compiler.compile(words()), text, rounds);
            measure("sensitive information", compiler.compile(sensitiveInformation()), text, rounds);
            measure("content filters", compiler.compile(contentFilters()), text, rounds);
            measure("denied topics", compiler.compile(topics()), text, rounds);
            measure("contextual grounding", compiler.compile(grounding()), text, rounds);
            measure("all policies", all, text, rounds);
            System.out.printf(
                    Locale.ROOT, "memory: %d MB added after all rounds%n", (residentKilobytes() - before) / 1_024);
        }
    }

    private static void measure(String what, Guardrail guardrail, String text, int rounds) {
        for (Direction direction : Direction.values()) {
            OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            long[] nanos = new long[rounds];
            for (int round = -rounds; round < rounds; round++) {
                long start = process.getProcessCpuTime();
                assess(guardrail, direction, text);
                if (round >= 0) {
                    nanos[round] = process.getProcessCpuTime() - start;
                }
            }
            Arrays.sort(nanos);
            System.out.printf(
                    Locale.ROOT,
                    "%-22s %-6s CPU p50 %.2f ms, p90 %.2f ms, mean %.2f ms%n",
                    what,
                    direction,
                    nanos[rounds / 2] / 1e6,
                    nanos[rounds * 9 / 10] / 1e6,
                    Arrays.stream(nanos).average().orElseThrow() / 1e6);
        }
    }

    private static void assess(Guardrail guardrail, Direction direction, String text) {
        guardrail.assess(
                direction,
                switch (direction) {
                    case INPUT -> List.of(ContentBlock.guarded(text));
                    case OUTPUT -> List.of(
                            ContentBlock.guarded(text),
                            new ContentBlock(SOURCE, ContentBlock.Role.GROUNDING_SOURCE, false, false),
                            new ContentBlock(QUERY, ContentBlock.Role.QUERY, false, false));
                });
    }

    /** Of the whole process, native memory included (proc(5)). */
    private static long residentKilobytes() throws Exception {
        System.gc();
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IllegalStateException("no VmRSS");
    }

    private static GuardrailConfig everything() {
        return new GuardrailConfig(
                "in", "out", topics().topics(), contentFilters().contentFilters(), words().words(), Handlings.BLOCK,
                sensitiveInformation().piiEntities(), sensitiveInformation().patterns(),
                grounding().groundingFilters());
    }

    private static GuardrailConfig words() {
        return new GuardrailConfig(
                "in", "out", List.of(), List.of(), List.of(new CustomWord("Project Lantern", Handlings.BLOCK)),
                Handlings.BLOCK, List.of(), List.of(), List.of());
    }

    private static GuardrailConfig sensitiveInformation() {
        Handlings mask = new Handlings(Handling.ANONYMIZE, Handling.ANONYMIZE);
        List<PiiEntity> entities = Arrays.stream(PiiType.values()).map(type -> new PiiEntity(type, mask)).toList();
        return new GuardrailConfig(
                "in", "out", List.of(), List.of(), List.of(), null, entities,
                List.of(new SensitivePattern("CaseNumber", "CN-[0-9]{5}", mask)), List.of());
    }

    private static GuardrailConfig contentFilters() {
        List<ContentFilter> filters = new ArrayList<>();
        for (ContentFilter.Category category : ContentFilter.Category.values()) {
            boolean attack = category == ContentFilter.Category.PROMPT_ATTACK;
            filters.add(new ContentFilter(
                    category, Strength.HIGH, attack ? Strength.NONE : Strength.HIGH, Handlings.BLOCK));
        }
        return new GuardrailConfig(
                "in", "out", List.of(), filters, List.of(), null, List.of(), List.of(), List.of());
    }

    private static GuardrailConfig topics() {
        List<DeniedTopic> topics = List.of(
                new DeniedTopic(
                        "Loan underwriting",
                        "Whether somebody should be given a loan, and on which terms.",
                        List.of("Would you approve this mortgage?", "Is my credit score enough for a loan?"),
                        Handlings.BLOCK),
                new DeniedTopic(
                        "Medical advice",
                        "Advice on symptoms, treatments and medicines.",
                        List.of("Which pills help against a headache?"),
                        Handlings.BLOCK));
        return new GuardrailConfig(
                "in", "out", topics, List.of(), List.of(), null, List.of(), List.of(), List.of());
    }

    private static GuardrailConfig grounding() {
        return new GuardrailConfig(
                "in", "out", List.of(), List.of(), List.of(), null, List.of(), List.of(), List.of(
                        new GroundingFilter(GroundingFilter.Type.GROUNDING, 0.7, Handling.BLOCK),
                        new GroundingFilter(GroundingFilter.Type.RELEVANCE, 0.5, Handling.BLOCK)));
    }
}
