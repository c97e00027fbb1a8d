package dev.outcrop.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.outcrop.cli.call.BedrockClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code outcrop invoke}. */
@Command(name = "invoke", description = "Asks a model one prompt and prints the answer as it comes.", footer = {
        "",
        "Calls the server at --endpoint; when none is there, starts one in this process for the one call.",
        "",
        "  outcrop invoke amazon.titan-text-express-v1 \"What is the capital of France?\"",
        "  echo \"Write one sentence about rain.\" | outcrop invoke anthropic.claude-3-haiku-20240307-v1:0"
})
public final class InvokeCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "MODEL", description = "Model id, inference profile or ARN.")
    private String model = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "PROMPT", description = "The prompt; read from standard input when left out or -.")
    private @Nullable String prompt;

    @Option(names = "--max-tokens", paramLabel = "N", defaultValue = "512", description = "Longest answer (default: 512).")
    private int maxTokens;

    @Option(names = "--no-stream", description = "Wait for the whole answer.")
    private boolean whole;

    @Option(names = "--guardrail", paramLabel = "ID", description = "Guardrail to apply.")
    private @Nullable String guardrail;

    @Option(names = "--guardrail-version", paramLabel = "V", description = "Its version, or DRAFT.")
    private @Nullable String guardrailVersion;

    @Option(names = {"-v", "--verbose"}, description = "Say what answered.")
    private boolean verbose;

    @Mixin
    private ServerOptions server = new ServerOptions();

    private final PrintStream out;
    private final PrintStream err;
    private final InputStream in;

    public InvokeCommand(PrintStream out, PrintStream err, InputStream in) {
        this.out = out;
        this.err = err;
        this.in = in;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String text = prompt == null || prompt.equals("-")
                ? new String(in.readAllBytes(), StandardCharsets.UTF_8).strip()
                : prompt;
        server.call(client -> ask(client, text));
        return 0;
    }

    private void ask(BedrockClient client, String text) throws IOException, InterruptedException {
        Map<String, String> headers = new HashMap<>();
        if (guardrail != null) {
            headers.put("X-Amzn-Bedrock-GuardrailIdentifier", guardrail);
        }
        if (guardrailVersion != null) {
            headers.put("X-Amzn-Bedrock-GuardrailVersion", guardrailVersion);
        }
        String servedBy = client.ask(model, text, maxTokens, !whole, headers, piece -> {
            out.print(piece);
            out.flush();
        });
        out.println();
        out.flush();
        if (verbose) {
            err.println("answered by " + servedBy);
        }
    }
}
