package dev.outcrop.cli;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HelpTest {
    @ParameterizedTest
    @ValueSource(strings = {"serve", "invoke", "bench", "models", "models list", "models show", "models add"})
    void everyCommandHasHelp(String command) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

        int status = Main.run((command + " --help").split(" "), out, out, InputStream.nullInputStream());

        assertThat(status).isZero();
        assertThat(written.toString(StandardCharsets.UTF_8)).contains("Usage: outcrop " + command).contains("--help");
    }
}
