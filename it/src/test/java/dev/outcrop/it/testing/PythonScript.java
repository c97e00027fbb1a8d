package dev.outcrop.it.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs a script of {@code src/test/python} with the Python and the boto3 of this machine. */
public final class PythonScript {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path SCRIPTS = Path.of("src", "test", "python").toAbsolutePath();

    private PythonScript() {}

    /** Whether there is a Python that has boto3. */
    public static boolean canRun() {
        try {
            Process process = new ProcessBuilder("python3", "-c", "import boto3").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(120, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Runs it to its end.
     *
     * @return the JSON lines it printed
     */
    public static List<JsonNode> run(Path input, String script, String... arguments)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(Path.of("target"), "python", ".out");
        List<String> command = new ArrayList<>(List.of("python3", SCRIPTS.resolve(script).toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .redirectInput(input.toFile())
                .start();
        boolean ended = process.waitFor(180, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(out);
        assertThat(ended && process.exitValue() == 0).as("%s: %s", String.join(" ", command), text).isTrue();
        return text.lines().filter(line -> line.startsWith("{")).map(JSON::readTree).toList();
    }
}
