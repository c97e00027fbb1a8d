package dev.outcrop.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.outcrop.catalog.AccountModels;
import dev.outcrop.catalog.FoundationModels;
import dev.outcrop.catalog.ModelResolver;
import dev.outcrop.engines.onnx.MiniLmEncoder;
import dev.outcrop.guardrails.Guardrail;
import dev.outcrop.guardrails.GuardrailCompiler;
import dev.outcrop.guardrails.config.ContentFilter;
import dev.outcrop.guardrails.config.CustomWord;
import dev.outcrop.guardrails.config.DeniedTopic;
import dev.outcrop.guardrails.config.GuardrailConfig;
import dev.outcrop.guardrails.config.Handling;
import dev.outcrop.guardrails.config.Handlings;
import dev.outcrop.guardrails.config.PiiEntity;
import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.config.Strength;
import dev.outcrop.server.OutcropServer;
import dev.outcrop.server.ServerOptions;
import dev.outcrop.server.TextModels;
import dev.outcrop.server.access.Callers;
import dev.outcrop.server.guardrail.AppliedGuardrail;
import dev.outcrop.server.management.Management;

/**
 * What a guardrail adds to the time until a stream's first chunk, and to its whole time: streams without a guardrail,
 * guarded asynchronously and guarded synchronously, in turn, one at a time. Under the guardrail once with policies that
 * need no classifier and once with all of them.
 *
 * <p>The model is a paced one, so that all streams take the same time when nothing is in their way.
 *
 * <p>Usage: {@code java -cp bench/target/... dev.outcrop.bench.GuardedStreamBench [ROUNDS] [MICROS_PER_TOKEN]}
 */
public final class GuardedStreamBench {
    private static final String TARGET = "/model/meta.llama3-8b-instruct-v1%3A0/invoke-with-response-stream";
    private static final int TOKENS = 400;
    private static final int EVENT_PRELUDE = 12;
    private static final String PROMPT = "Please write a short page about the history of the harbour of our town. ";

    private GuardedStreamBench() {}

    private enum Mode {
        NONE, ASYNCHRONOUS, SYNCHRONOUS
    }

    private record Sample(double firstMillis, double wholeMillis, int chunks) {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        long tokenNanos = 1_000 * (args.length > 1 ? Long.parseLong(args[1]) : 2_000);
        try (MiniLmEncoder encoder = new MiniLmEncoder(1); InstantModel model = new InstantModel(tokenNanos)) {
            GuardrailCompiler compiler = new GuardrailCompiler(encoder);
            compare("words and sensitive information", compiler.compile(deterministic()), model, rounds);
            compare("all policies", compiler.compile(everything()), model, rounds);
        }
    }

    private static void compare(String what, Guardrail guardrail, InstantModel model, int rounds)
            throws IOException, InterruptedException {
        FoundationModels models = FoundationModels.load();
        AppliedGuardrail applied = new AppliedGuardrail(
                "k7m2p9x4q1zt", "arn:aws:bedrock:us-east-1:123456789012:guardrail/k7m2p9x4q1zt", "1", guardrail);
        try (Kept kept = Kept.open();
                OutcropServer server = OutcropServer.start(
                        ServerOptions.local(),
                        new OutcropServer.Services(
                                "us-east-1",
                                "123456789012",
                                models,
                                new ModelResolver(models, "us-east-1", "123456789012", AccountModels.NONE, id -> false),
                                resolved -> new TextModels.ServedModel(model, "paced"),
                                resolved -> {
                                    throw new IllegalStateException("nothing embeds here");
                                },
                                (identifier, version) -> applied,
                                kept.resources(),
                                kept.log(),
                                Callers.open("123456789012"),
                                kept.meters(),
                                Management.none()))) {
            Map<Mode, List<Sample>> samples = new EnumMap<>(Mode.class);
            // The first rounds warm everything and are not counted.
            int warming = Math.max(2, rounds / 4);
            for (int round = 0; round < warming + rounds; round++) {
                for (Mode mode : Mode.values()) {
                    Sample sample = stream(server.port(), mode);
                    if (round >= warming) {
                        samples.computeIfAbsent(mode, unmeasured -> new ArrayList<>()).add(sample);
                    }
                }
            }
            for (Mode mode : Mode.values()) {
                report(what, mode, samples.getOrDefault(mode, List.of()), samples.getOrDefault(Mode.NONE, List.of()));
            }
        }
    }

    private static Sample stream(int port, Mode mode) throws IOException, InterruptedException {
        String extension = mode == Mode.NONE
                ? ""
                : ",\"amazon-bedrock-guardrailConfig\":{\"streamProcessingMode\":\"" + mode + "\"}";
        String body = "{\"prompt\":\"" + PROMPT.repeat(7) + "\",\"max_gen_len\":" + TOKENS + extension + "}";
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + TARGET))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (mode != Mode.NONE) {
            request.header("X-Amzn-Bedrock-GuardrailIdentifier", "k7m2p9x4q1zt");
            request.header("X-Amzn-Bedrock-GuardrailVersion", "1");
        }
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            long start = System.nanoTime();
            HttpResponse<InputStream> response = client.send(
                    request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
            }
            try (InputStream in = response.body()) {
                int chunks = 0;
                double first = 0;
                for (byte[] prelude = in.readNBytes(EVENT_PRELUDE); prelude.length == EVENT_PRELUDE; prelude = in
                        .readNBytes(EVENT_PRELUDE)) {
                    in.skipNBytes(ByteBuffer.wrap(prelude).getInt() - EVENT_PRELUDE);
                    if (chunks++ == 0) {
                        first = (System.nanoTime() - start) / 1e6;
                    }
                }
                return new Sample(first, (System.nanoTime() - start) / 1e6, chunks);
            }
        }
    }

    private static void report(String what, Mode mode, List<Sample> samples, List<Sample> unguarded) {
        List<Double> added = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            added.add(samples.get(i).firstMillis() - unguarded.get(i).firstMillis());
        }
        System.out.printf(
                Locale.ROOT,
                "%-32s %-12s first chunk p50 %.1f ms, p90 %.1f ms, added p50 %.1f ms; whole p50 %.0f ms; chunks %d%n",
                what,
                mode,
                percentile(samples.stream().map(Sample::firstMillis).toList(), 0.5),
                percentile(samples.stream().map(Sample::firstMillis).toList(), 0.9),
                percentile(added, 0.5),
                percentile(samples.stream().map(Sample::wholeMillis).toList(), 0.5),
                samples.getLast().chunks());
    }

    private static double percentile(List<Double> values, double part) {
        return values.stream().sorted().toList().get((int) (part * (values.size() - 1)));
    }

    private static GuardrailConfig deterministic() {
        return config(List.of(), List.of());
    }

    private static GuardrailConfig everything() {
        List<ContentFilter> filters = new ArrayList<>();
        for (ContentFilter.Category category : ContentFilter.Category.values()) {
            filters.add(new ContentFilter(
                    category,
                    Strength.MEDIUM,
                    category == ContentFilter.Category.PROMPT_ATTACK ? Strength.NONE : Strength.MEDIUM,
                    Handlings.BLOCK));
        }
        DeniedTopic topic = new DeniedTopic(
                "Loan underwriting",
                "Whether somebody should be given a loan, and on which terms.",
                List.of("Would you approve this mortgage?", "Is my credit score enough for a loan?"),
                Handlings.BLOCK);
        return config(List.of(topic), filters);
    }

    private static GuardrailConfig config(List<DeniedTopic> topics, List<ContentFilter> filters) {
        Handlings mask = new Handlings(Handling.ANONYMIZE, Handling.ANONYMIZE);
        List<PiiEntity> entities = new ArrayList<>();
        for (PiiType type : List.of(
                PiiType.EMAIL, PiiType.PHONE, PiiType.CREDIT_DEBIT_CARD_NUMBER, PiiType.US_SOCIAL_SECURITY_NUMBER,
                PiiType.INTERNATIONAL_BANK_ACCOUNT_NUMBER, PiiType.IP_ADDRESS)) {
            entities.add(new PiiEntity(type, mask));
        }
        return new GuardrailConfig(
                "Blocked.", "Blocked.", topics, filters,
                List.of(new CustomWord("Project Lantern", Handlings.BLOCK)), Handlings.BLOCK, entities, List.of(),
                List.of());
    }
}
