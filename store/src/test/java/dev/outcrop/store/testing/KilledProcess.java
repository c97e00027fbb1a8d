package dev.outcrop.store.testing;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** Runs a class as a process of its own and kills it. */
public final class KilledProcess {

    private KilledProcess() {}

    /**
     * Runs it with one argument until a while after its first words.
     *
     * @param micros how long after
     * @param line gets every line that it said, the last one perhaps cut; null for the first if it said nothing
     */
    public static void run(Class<?> main, Path argument, int micros, Consumer<@Nullable String> line) throws Exception {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                argument.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader said = process.inputReader()) {
            // The moment counts from the first acknowledgement: a writer that has not begun has nothing to lose.
            line.accept(said.readLine());
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
            // By its handle: the process itself would close the pipe, with what it holds.
            process.toHandle().destroyForcibly();
            for (String next = said.readLine(); next != null; next = said.readLine()) {
                line.accept(next);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
