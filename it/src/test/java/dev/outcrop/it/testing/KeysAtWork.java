package dev.outcrop.it.testing;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.outcrop.cli.command.KeysCommand;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code outcrop keys}, on the data folder of a server that is running. */
public final class KeysAtWork {
    private final Path data;

    public KeysAtWork(Path data) {
        this.data = data;
    }

    /** What a command prints. */
    public String run(String... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        int status = new CommandLine(
                new KeysCommand(new PrintStream(printed, true, StandardCharsets.UTF_8), Map.of()))
                .execute(all.toArray(String[]::new));
        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(status).as(text).isZero();
        return text;
    }

    /** The variables that a command prints to be exported. */
    public Map<String, String> create(String... arguments) {
        Map<String, String> exports = new TreeMap<>();
        List<String> all = new ArrayList<>(List.of("create"));
        all.addAll(List.of(arguments));
        run(all.toArray(String[]::new)).lines().map(String::strip).filter(line -> line.startsWith("export ")).forEach(
                line -> {
                    int equals = line.indexOf('=');
                    exports.put(line.substring("export ".length(), equals), line.substring(equals + 1));
                });
        return exports;
    }
}
