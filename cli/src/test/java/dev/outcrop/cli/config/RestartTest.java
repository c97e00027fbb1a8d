package dev.outcrop.cli.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a running server says of a changed configuration. */
class RestartTest {
    @TempDir
    private Path folder;

    private OutcropConfig load(String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("outcrop.yaml"), yaml);
        return new ConfigLoader(Map.of(), folder).load(file, Map.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "server: {port: 8911} | server", "server: {retry-after: 5} | server.retry-after",
            "management: {port: 9100} | management.port", "log: {format: json} | log.format",
            "region: eu-west-1 | region", "gguf: {queue: 3} | gguf",
            "models: [{match: 'a.*', engine: embedded}] | models (other than their endpoints)"})
    void namesWhatItCannotTakeOver(String change, String key) throws Exception {
        assertThat(Restart.neededFor(load(""), load(change))).containsExactly(key);
    }

    @Test
    void saysNothingOfWhatItTakesOver() throws Exception {
        String model = "models: [{match: 'a.*', engine: openai, model: m, endpoints: ['http://127.0.0.1:%d']}]\n";
        assertThat(Restart.neededFor(
                load(model.formatted(9_001)),
                load(model.formatted(9_002)
                        + "faults: {rules: [{name: x, delay-ms: 1}]}\nlog: {level: debug}")))
                .isEqualTo(List.of());
    }
}
