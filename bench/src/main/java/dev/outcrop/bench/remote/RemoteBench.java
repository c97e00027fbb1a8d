package dev.outcrop.bench.remote;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.outcrop.bench.Kept;
import dev.outcrop.catalog.AccountModels;
import dev.outcrop.catalog.FoundationModels;
import dev.outcrop.catalog.ModelResolver;
import dev.outcrop.engines.remote.RemoteOptions;
import dev.outcrop.engines.remote.RemoteTextModel;
import dev.outcrop.engines.remote.http.Loops;
import dev.outcrop.server.OutcropServer;
import dev.outcrop.server.ServerOptions;
import dev.outcrop.server.TextModels;
import dev.outcrop.server.access.Callers;
import dev.outcrop.server.guardrail.Guardrails;
import dev.outcrop.server.management.Management;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI-compatible streams through relays to an upstream that costs nothing: the upstream itself, raw Netty, Outcrop with
 * {@code engine: openai}, and other gateways, each in a process of its own, in turn.
 *
 * <p>Three loads: many callers with short answers (answers per second), one caller with short answers (what a relay adds
 * to the first byte and to the whole), and paced streams (CPU time per token, one token at a time).
 *
 * <p>Usage: {@code RemoteBench ROUNDS MILLIS [NAME=PORT:PID ...]}. The port of the upstream is given by
 * {@code -Doutcrop.bench.upstream=PORT} so that other gateways can be started in front of it, or chosen freely.
 */
public final class RemoteBench {
    private static final String MODEL = "openai.gpt-oss-20b-1:0";
    private static final int SHORT_TOKENS = 16;
    private static final int PACED_TOKENS = 100;
    private static final int CALLERS = 16;
    private static final int PACED_CALLERS = 32;

    private RemoteBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        switch (args.length > 0 ? args[0] : "") {
            case "upstream" -> serve(NullUpstream.start());
            case "netty" -> serve(RawRelay.start(Integer.parseInt(args[1])));
            case "outcrop" -> serve(outcrop(Integer.parseInt(args[1])));
            default -> compare(args);
        }
    }

    private static void serve(int port) throws InterruptedException {
        System.out.println(port);
        Thread.currentThread().join();
    }

    private static int outcrop(int upstream) throws IOException {
        FoundationModels models = FoundationModels.load();
        Kept kept = Kept.open();
        RemoteTextModel model = new RemoteTextModel(
                List.of(URI.create("http://127.0.0.1:" + upstream + "/v1")), RemoteOptions.defaults("null"),
                new Loops());
        return OutcropServer.start(
                ServerOptions.local(),
                new OutcropServer.Services(
                        "us-east-1",
                        "123456789012",
                        models,
                        new ModelResolver(models, "us-east-1", "123456789012", AccountModels.NONE, id -> false),
                        resolved -> new TextModels.ServedModel(model, "openai/null"),
                        resolved -> {
                            throw new IllegalStateException("nothing embeds here");
                        },
                        Guardrails.none(),
                        kept.resources(),
                        kept.log(),
                        Callers.open("123456789012"),
                        kept.meters(),
                        Management.none()))
                .port();
    }

    private record Load(String name, int tokens, int callers, int pace) {

        String body() {
            return "{\"model\":\"" + MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":\"pace=" + pace
                    + "\"}],\"max_tokens\":" + tokens + ",\"stream\":true}";
        }
    }

    private record Sample(double perSecond, double cpuMicrosPerToken, double firstMicros, double totalMicros) {}

    private static void compare(String[] args) throws IOException, InterruptedException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        int millis = args.length > 1 ? Integer.parseInt(args[1]) : 3_000;
        List<Load> loads = List.of(new Load("16 callers, 16 tokens at once", SHORT_TOKENS, CALLERS, 0),
                new Load("1 caller, 16 tokens at once", SHORT_TOKENS, 1, 0),
                new Load("32 callers, 100 tokens, one each 10 ms", PACED_TOKENS, PACED_CALLERS, 10));
        int fixed = Integer.getInteger("outcrop.bench.upstream", 0);
        List<Peer> peers = new ArrayList<>();
        try {
            int upstream = fixed;
            if (fixed == 0) {
                peers.add(Peer.start("upstream"));
                upstream = peers.getFirst().port();
            } else {
                peers.add(new Peer("upstream", fixed, "", null));
            }
            peers.add(Peer.start("netty", Integer.toString(upstream)));
            peers.add(Peer.start("outcrop", Integer.toString(upstream)));
            for (int i = 2; i < args.length; i++) {
                peers.add(Peer.external(args[i], upstream));
            }
            for (Load load : loads) {
                Map<String, List<Sample>> samples = new LinkedHashMap<>();
                // The first round of each warms the process and is not counted.
                for (int round = 0; round <= rounds; round++) {
                    for (Peer peer : peers) {
                        Sample sample = peer.measure(load, millis);
                        if (round > 0) {
                            samples.computeIfAbsent(peer.name(), name -> new ArrayList<>()).add(sample);
                        }
                    }
                }
                report(load, samples);
            }
        } finally {
            peers.forEach(Peer::close);
        }
    }

    private static void report(Load load, Map<String, List<Sample>> samples) {
        System.out.println(load.name());
        samples.forEach((name, each) -> System.out.printf(
                Locale.ROOT,
                "  %-10s %,9.0f answers/s  %7.2f µs CPU/token  first byte p50 %,7.0f µs  whole p50 %,8.0f µs%n",
                name,
                median(each.stream().map(Sample::perSecond).toList()),
                median(each.stream().map(Sample::cpuMicrosPerToken).toList()),
                median(each.stream().map(Sample::firstMicros).toList()),
                median(each.stream().map(Sample::totalMicros).toList())));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /**
     * One process under measure.
     *
     * @param headers what it wants beside the usual
     * @param process null when its CPU time is not known
     */
    private record Peer(String name, int port, String headers, @Nullable ProcessHandle process)
            implements
                AutoCloseable {

        static Peer start(String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    System.getProperty("java.class.path"),
                    RemoteBench.class.getName()));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            return new Peer(arguments[0], Integer.parseInt(out.readLine()), "", process.toHandle());
        }

        /** @param description {@code NAME=PORT:PID}; the process is not ended here */
        static Peer external(String description, int upstream) {
            String[] parts = description.split("[=:]", 3);
            String headers = parts[0].equals("portkey")
                    ? "x-portkey-provider: openai\r\nx-portkey-custom-host: http://127.0.0.1:" + upstream + "/v1\r\n"
                    : "";
            return new Peer(parts[0], Integer.parseInt(parts[1]), headers,
                    ProcessHandle.of(Long.parseLong(parts[2])).orElseThrow());
        }

        Sample measure(Load load, int millis) throws InterruptedException {
            Duration before = cpu();
            long begun = System.nanoTime();
            StreamLoad.Report report = StreamLoad.run(
                    port, name.equals("outcrop") ? "/openai/v1/chat/completions" : "/v1/chat/completions", headers,
                    load.body(), load.callers(), millis);
            double seconds = (System.nanoTime() - begun) / 1e9;
            double cpu = cpu().minus(before).toNanos() / 1e3;
            return new Sample(
                    report.answers() / seconds,
                    cpu / ((double) report.answers() * load.tokens()),
                    report.firstNanos()[report.answers() / 2] / 1e3,
                    report.totalNanos()[report.answers() / 2] / 1e3);
        }

        private Duration cpu() {
            return process == null ? Duration.ZERO : process.info().totalCpuDuration().orElse(Duration.ZERO);
        }

        @Override
        public void close() {
            if (process != null && process.parent().filter(ProcessHandle.current()::equals).isPresent()) {
                process.destroy();
            }
        }
    }
}
