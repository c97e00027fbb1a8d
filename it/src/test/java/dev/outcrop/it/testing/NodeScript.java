package dev.outcrop.it.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs a script of {@code src/test/js} with the packages of its lock file. */
public final class NodeScript {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path SCRIPTS = Path.of("src", "test", "js").toAbsolutePath();

    private NodeScript() {}

    /**
     * Runs it to its end.
     *
     * @param input what it reads, or null
     * @return the JSON lines it printed
     */
    public static List<JsonNode> run(@Nullable Path input, String script, URI endpoint)
            throws IOException, InterruptedException {
        if (!Files.isDirectory(SCRIPTS.resolve("node_modules"))) {
            run(null, "npm", "ci", "--no-audit", "--no-fund", "--silent");
        }
        return run(input, "node", script, endpoint.toString()).lines()
                .filter(line -> line.startsWith("{"))
                .map(JSON::readTree)
                .toList();
    }

    private static String run(@Nullable Path input, String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(Path.of("target"), "node", ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(SCRIPTS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        if (input != null) {
            builder.redirectInput(input.toFile());
        }
        Process process = builder.start();
        boolean ended = process.waitFor(180, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(out);
        assertThat(ended && process.exitValue() == 0).as("%s: %s", String.join(" ", command), text).isTrue();
        return text;
    }
}
