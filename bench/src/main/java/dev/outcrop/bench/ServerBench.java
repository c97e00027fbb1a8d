package dev.outcrop.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

import dev.outcrop.catalog.AccountModels;
import dev.outcrop.catalog.FoundationModels;
import dev.outcrop.catalog.ModelResolver;
import dev.outcrop.cli.load.LoadGenerator;
import dev.outcrop.cli.load.LoadPlan;
import dev.outcrop.cli.load.LoadReport;
import dev.outcrop.server.OutcropServer;
import dev.outcrop.server.ServerOptions;
import dev.outcrop.server.TextModels;
import dev.outcrop.server.access.Callers;
import dev.outcrop.server.guardrail.Guardrails;
import dev.outcrop.server.management.Management;
import dev.outcrop.wire.eventstream.EventEncoder;

/**
 * The server with a model that costs nothing, against raw Netty, each in a process of its own, in turn.
 *
 * <p>Prints, per round and as medians: answers per second, events per second, and each process's own CPU time per answer
 * and per event, with the ratios. Ratios within one run are what counts; machines differ and are shared.
 *
 * <p>Usage: {@code java -cp bench/target/... dev.outcrop.bench.ServerBench [ROUNDS] [SECONDS]}; with a third argument,
 * {@code logged} compares a server that logs invocations with one that does not, and any other, the class path of another
 * build, this build with that.
 */
public final class ServerBench {
    private static final String TARGET = "/model/meta.llama3-8b-instruct-v1%3A0/invoke";
    private static final int STREAM_TOKENS = 200;
    private static final String WHOLE = "{\"prompt\":\"Hi\",\"max_gen_len\":1}";
    private static final String STREAM = "{\"prompt\":\"Hi\",\"max_gen_len\":" + STREAM_TOKENS + "}";
    private static final int CALLERS = 16;

    private ServerBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length > 0 && args[0].equals("outcrop")) {
            serveOutcrop(new InstantModel(), false);
        } else if (args.length > 0 && args[0].equals("logged")) {
            serveOutcrop(new InstantModel(), true);
        } else if (args.length > 0 && args[0].equals("inline")) {
            serveOutcrop(InstantModel.onCallersThread(), false);
        } else if (args.length > 0 && args[0].equals("netty")) {
            serveNetty();
        } else {
            int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
            int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 4;
            if (args.length > 2) {
                compareWith(args[2], rounds, seconds);
            } else {
                compare(rounds, seconds);
            }
        }
    }

    private static void serveOutcrop(InstantModel model, boolean logged) throws IOException, InterruptedException {
        FoundationModels models = FoundationModels.load();
        Kept kept = Kept.open();
        if (logged) {
            kept.logInvocations();
        }
        OutcropServer server = OutcropServer.start(
                ServerOptions.local(),
                new OutcropServer.Services(
                        "us-east-1",
                        "123456789012",
                        models,
                        new ModelResolver(models, "us-east-1", "123456789012", AccountModels.NONE, id -> false),
                        resolved -> new TextModels.ServedModel(model, "instant"),
                        resolved -> {
                            throw new IllegalStateException("nothing embeds here");
                        },
                        Guardrails.none(),
                        kept.resources(),
                        kept.log(),
                        Callers.open("123456789012"),
                        kept.meters(),
                        Management.none()));
        System.out.println(server.port());
        Thread.currentThread().join();
    }

    private static void serveNetty() throws InterruptedException {
        EventEncoder encoder = new EventEncoder(ThreadLocalRandom::current, true);
        byte[] frame = encoder.chunk(
                "{\"generation\":\" token\",\"prompt_token_count\":null,\"generation_token_count\":100,\"stop_reason\":null}"
                        .getBytes(StandardCharsets.UTF_8));
        byte[] whole = "{\"generation\":\" token\",\"prompt_token_count\":1,\"generation_token_count\":1,\"stop_reason\":\"length\"}"
                .getBytes(StandardCharsets.UTF_8);
        System.out.println(RawNetty.start(whole, frame, STREAM_TOKENS + 1));
        Thread.currentThread().join();
    }

    private record Sample(double perSecond, double cpuMicros, double p50Micros) {}

    private static void compareWith(String other, int rounds, int seconds) throws IOException, InterruptedException {
        String own = System.getProperty("java.class.path");
        boolean logged = other.equals("logged");
        try (Peer first = Peer.start(logged ? "logged" : "outcrop", own);
                Peer second = Peer.start("outcrop", logged ? own : other)) {
            compare("whole answers", List.of(first, second), false, rounds, seconds);
            compare("stream events", List.of(first, second), true, rounds, seconds);
        }
    }

    private static void compare(int rounds, int seconds) throws IOException, InterruptedException {
        try (Peer outcrop = Peer.start("outcrop");
                Peer inline = Peer.start("inline");
                Peer netty = Peer.start("netty")) {
            compare("whole answers", List.of(outcrop, netty), false, rounds, seconds);
            compare("whole answers, engine on the caller's thread", List.of(inline, netty), false, rounds, seconds);
            compare("stream events", List.of(outcrop, netty), true, rounds, seconds);
        }
    }

    private static void compare(String what, List<Peer> pair, boolean stream, int rounds, int seconds)
            throws InterruptedException {
        List<Sample> ours = new ArrayList<>();
        List<Sample> theirs = new ArrayList<>();
        // The first round of each warms both JVMs and is not counted.
        for (int round = 0; round <= rounds; round++) {
            Sample a = pair.getFirst().measure(stream, seconds);
            Sample b = pair.getLast().measure(stream, seconds);
            if (round > 0) {
                ours.add(a);
                theirs.add(b);
            }
        }
        report(what, ours, theirs);
    }

    private static void report(String what, List<Sample> ours, List<Sample> theirs) {
        List<Double> rate = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            rate.add(ours.get(i).perSecond() / theirs.get(i).perSecond());
            cpu.add(ours.get(i).cpuMicros() / theirs.get(i).cpuMicros());
        }
        System.out.printf(
                Locale.ROOT,
                "%-14s first %,.0f/s %.2f µs CPU each, p50 of an answer %.0f µs | second %,.0f/s %.2f µs CPU each, p50 %.0f µs"
                        + " | ratio rate %.2f (%.2f–%.2f), CPU %.2f (%.2f–%.2f)%n",
                what,
                median(ours.stream().map(Sample::perSecond).toList()),
                median(ours.stream().map(Sample::cpuMicros).toList()),
                median(ours.stream().map(Sample::p50Micros).toList()),
                median(theirs.stream().map(Sample::perSecond).toList()),
                median(theirs.stream().map(Sample::cpuMicros).toList()),
                median(theirs.stream().map(Sample::p50Micros).toList()),
                median(rate),
                rate.stream().min(Double::compare).orElseThrow(),
                rate.stream().max(Double::compare).orElseThrow(),
                median(cpu),
                cpu.stream().min(Double::compare).orElseThrow(),
                cpu.stream().max(Double::compare).orElseThrow());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** One server in a process of its own. */
    private record Peer(Process process, int port) implements AutoCloseable {

        static Peer start(String kind) throws IOException {
            return start(kind, System.getProperty("java.class.path"));
        }

        static Peer start(String kind, String classPath) throws IOException {
            Process process = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    classPath,
                    ServerBench.class.getName(),
                    kind)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            return new Peer(process, Integer.parseInt(out.readLine()));
        }

        Sample measure(boolean stream, int seconds) throws InterruptedException {
            Duration before = cpu();
            LoadReport report = LoadGenerator.run(new LoadPlan(
                    URI.create("http://127.0.0.1:" + port),
                    stream ? TARGET + "-with-response-stream" : TARGET,
                    stream ? STREAM : WHOLE,
                    CALLERS,
                    Duration.ZERO,
                    Duration.ofSeconds(seconds),
                    false));
            if (!report.failures().isEmpty()) {
                throw new IllegalStateException("The load met failures: " + report.failures());
            }
            long count = stream ? report.events() : report.calls();
            return new Sample(
                    (double) count / seconds,
                    cpu().minus(before).toNanos() / 1e3 / count,
                    report.total().getValueAtPercentile(50));
        }

        private Duration cpu() {
            return process.info().totalCpuDuration().orElseThrow();
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
