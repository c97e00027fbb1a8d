package dev.outcrop.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import dev.outcrop.cli.call.BedrockClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code outcrop guardrail}. */
@Command(name = "guardrail", description = "Creates guardrails, lists them, and tries them on a text.")
public final class GuardrailCommand implements Runnable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final PrintStream out;
    private final InputStream in;

    @Spec
    private @Nullable CommandSpec spec;

    public GuardrailCommand(PrintStream out, InputStream in) {
        this.out = out;
        this.in = in;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                Objects.requireNonNull(spec).commandLine(), "Which: create, list or test?");
    }

    @Command(name = "create", description = "Creates a guardrail from a file with the request of CreateGuardrail.", footer = {
            "",
            "YAML or JSON, with the member names of the API:",
            "",
            "  name: first",
            "  blockedInputMessaging: Sorry, I cannot answer this.",
            "  blockedOutputsMessaging: Sorry, I cannot say this.",
            "  wordPolicyConfig:",
            "    wordsConfig: [{text: Project Lantern}]"
    })
    int create(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "FILE", description = "The request; - reads standard input.") Path file,
            @Option(names = "--publish", description = "Also make its first numbered version.") boolean publish)
            throws IOException, InterruptedException {
        // YAML is read for both: JSON is a part of it.
        JsonNode request = YAMLMapper.shared()
                .readTree(file.toString().equals("-") ? in.readAllBytes() : Files.readAllBytes(file));
        server.call(client -> {
            JsonNode created = client.post("/guardrails", request);
            String id = created.path("guardrailId").asString();
            row("guardrail", id);
            row("ARN", created.path("guardrailArn").asString());
            String version = created.path("version").asString();
            if (publish) {
                version = client.post("/guardrails/" + id, JSON.createObjectNode()).path("version").asString();
            }
            row("version", version);
            out.println();
            out.println("Try it:  outcrop guardrail test " + id + " --guardrail-version " + version + " \"some text\"");
        });
        return 0;
    }

    @Command(name = "list", description = "Lists the guardrails, or the versions of one.")
    int list(
            @Mixin ServerOptions server,
            @Parameters(arity = "0..1", paramLabel = "ID", description = "Show this one's versions.") @Nullable String id)
            throws IOException, InterruptedException {
        String path = id == null ? "/guardrails?" : "/guardrails?guardrailIdentifier=" + BedrockClient.label(id) + "&";
        server.call(client -> {
            out.printf("%-14s %-9s %-10s %-26s %s%n", "ID", "VERSION", "STATUS", "UPDATED", "NAME");
            String token = "";
            do {
                JsonNode page = client.get(path + "maxResults=100" + token);
                for (JsonNode each : page.path("guardrails")) {
                    out.printf(
                            "%-14s %-9s %-10s %-26s %s%n",
                            each.path("id").asString(),
                            each.path("version").asString(),
                            each.path("status").asString(),
                            each.path("updatedAt").asString(),
                            each.path("name").asString());
                }
                String next = page.path("nextToken").asString("");
                token = next.isEmpty() ? "" : "&nextToken=" + BedrockClient.label(next);
            } while (!token.isEmpty());
        });
        return 0;
    }

    @Command(name = "test", description = "Shows what a guardrail makes of a text.", footer = {
            "",
            "  outcrop guardrail test ID \"My card is 4111 1111 1111 1111\"",
            "  outcrop guardrail test ID --answer --source facts.txt --query \"How tall is it?\" \"It is 300 m tall.\""
    })
    int test(
            @Mixin ServerOptions server,
            @Parameters(index = "0", paramLabel = "ID", description = "Guardrail id or ARN.") String id,
            @Parameters(index = "1", arity = "0..1", paramLabel = "TEXT", description = "The text; read from standard input when left out or -.") @Nullable String text,
            @Option(names = "--guardrail-version", paramLabel = "V", defaultValue = "DRAFT", description = "Its version (default: DRAFT).") String version,
            @Option(names = "--answer", description = "Take the text as a model's answer, not as a prompt.") boolean answer,
            @Option(names = "--source", paramLabel = "FILE", description = "What an answer must be grounded in.") @Nullable Path source,
            @Option(names = "--query", paramLabel = "TEXT", description = "What an answer must be relevant to.") @Nullable String query,
            @Option(names = "--full", description = "Also show what was not detected.") boolean full,
            @Option(names = "--json", description = "Print the response of ApplyGuardrail as it is.") boolean json)
            throws IOException, InterruptedException {
        String assessed = text == null || text.equals("-")
                ? new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing()
                : text;
        ObjectNode request = JSON.createObjectNode()
                .put("source", answer ? "OUTPUT" : "INPUT")
                .put("outputScope", full ? "FULL" : "INTERVENTIONS");
        ArrayNode content = request.putArray("content");
        if (source != null) {
            block(content, Files.readString(source), "grounding_source");
        }
        if (query != null) {
            block(content, query, "query");
        }
        block(content, assessed, source == null && query == null ? null : "guard_content");
        String path = "/guardrail/" + BedrockClient.label(id) + "/version/" + BedrockClient.label(version) + "/apply";
        server.call(client -> {
            JsonNode response = client.post(path, request);
            if (json) {
                out.println(response.toPrettyString());
            } else {
                out.print(AssessmentText.of(assessed, response));
            }
        });
        return 0;
    }

    private static void block(ArrayNode content, String text, @Nullable String qualifier) {
        ObjectNode block = content.addObject().putObject("text").put("text", text);
        if (qualifier != null) {
            block.putArray("qualifiers").add(qualifier);
        }
    }

    private void row(String label, String value) {
        out.printf("%-10s %s%n", label, value);
    }
}
