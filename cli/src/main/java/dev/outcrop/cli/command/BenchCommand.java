package dev.outcrop.cli.command;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;

import dev.outcrop.cli.call.BedrockClient;
import dev.outcrop.cli.call.NativeBodies;
import dev.outcrop.cli.load.LoadGenerator;
import dev.outcrop.cli.load.LoadPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code outcrop bench}. */
@Command(name = "bench", description = "Generates load on a running server: calls per second, time to first byte, time between events.", footer = {
        "",
        "A closed loop: each of --callers calls again when its last call has ended. It stops by itself.",
        "",
        "  outcrop bench --callers 8 --seconds 20 --prompt \"List three fruits.\" --max-tokens 64"
})
public final class BenchCommand implements Callable<Integer> {

    @Option(names = "--endpoint", paramLabel = "URL", defaultValue = "http://127.0.0.1:8910", description = "Server to load, on this machine (default: ${DEFAULT-VALUE}).")
    private URI endpoint = URI.create("http://127.0.0.1:8910");

    @Option(names = "--model", paramLabel = "ID", defaultValue = "amazon.titan-text-express-v1", description = "Model to invoke (default: ${DEFAULT-VALUE}).")
    private String model = "";

    @Option(names = "--prompt", paramLabel = "TEXT", defaultValue = "Write a short story about a dog.", description = "What every call asks (default: \"${DEFAULT-VALUE}\").")
    private String prompt = "";

    @Option(names = "--max-tokens", paramLabel = "N", defaultValue = "64", description = "Longest answer (default: ${DEFAULT-VALUE}).")
    private int maxTokens;

    @Option(names = "--callers", paramLabel = "N", defaultValue = "4", description = "Calls at once (default: ${DEFAULT-VALUE}).")
    private int callers;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "10", description = "How long calls are counted (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "3", description = "Seconds before counting (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--no-stream", description = "InvokeModel instead of InvokeModelWithResponseStream.")
    private boolean whole;

    @Option(names = "--http2", description = "HTTP/2 by prior knowledge, as the async SDKs speak it.")
    private boolean http2;

    private final PrintStream out;

    public BenchCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        String path = endpoint.getRawPath() == null ? "" : endpoint.getRawPath();
        out.print(LoadGenerator.run(new LoadPlan(
                endpoint,
                path + BedrockClient.target(model, !whole),
                NativeBodies.of(model, prompt, maxTokens),
                callers,
                Duration.ofSeconds(warmUp),
                Duration.ofSeconds(seconds),
                http2))
                .toText());
        out.flush();
        return 0;
    }
}
