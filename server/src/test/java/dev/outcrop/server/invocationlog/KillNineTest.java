package dev.outcrop.server.invocationlog;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.outcrop.server.invocationlog.journal.Disk;
import dev.outcrop.server.invocationlog.journal.JournalOptions;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A server is killed while it answers and delivers, again and again: every call that was answered has its one record. */
@Timeout(180)
class KillNineTest {
    private static final int KILLS = 3;

    @TempDir
    Path folder;

    @Test
    void everyAnsweredCallHasItsRecord() throws Exception {
        Path logs = Files.createDirectories(folder.resolve("s3/logs-bucket"));
        Random random = new Random(11);
        Set<String> answered = ConcurrentHashMap.newKeySet();
        for (int kill = 0; kill < KILLS; kill++) {
            killOnce(TimeUnit.MILLISECONDS.toNanos(200 + random.nextInt(400)), answered);
        }
        new TestServer(folder, options(), Disk::file).closeKeepingFiles();
        Set<String> recorded = new HashSet<>();
        Delivered.records(logs).forEach(entry -> assertThat(recorded.add(entry.path("requestId").stringValue()))
                .as("recorded once")
                .isTrue());
        assertThat(answered).hasSizeGreaterThan(KILLS);
        assertThat(recorded).containsAll(answered);
    }

    static JournalOptions options() {
        return JournalOptions.of(Duration.ofMillis(50), 64 << 20);
    }

    private void killOnce(long nanos, Set<String> answered) throws Exception {
        Process server = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KilledServer.class.getName(),
                folder.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader said = server.inputReader()) {
            String port = said.readLine();
            assertThat(port).as("the server's first words").isNotNull();
            Thread caller = Thread.ofPlatform().start(() -> callUntilItEnds(Integer.parseInt(port), answered));
            while (answered.isEmpty() && caller.isAlive()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            LockSupport.parkNanos(nanos);
            server.toHandle().destroyForcibly();
            caller.join();
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static void callUntilItEnds(int port, Set<String> answered) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0;; i++) {
                String target = "/model/meta.llama3-8b-instruct-v1:0/invoke"
                        + (i % 2 == 0 ? "" : "-with-response-stream");
                HttpResponse<byte[]> response = http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                                .version(HttpClient.Version.HTTP_1_1)
                                .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"call " + i + "\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                answered.add(response.headers().firstValue("x-amzn-requestid").orElseThrow());
            }
        } catch (IOException e) {
            return; // It has been killed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
