package dev.outcrop.server.invocationlog.delivery;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import dev.outcrop.server.invocationlog.Delivered;
import dev.outcrop.server.invocationlog.journal.Disk;
import dev.outcrop.server.invocationlog.journal.JournalOptions;
import dev.outcrop.server.testing.ScriptedTextModel.Script;
import dev.outcrop.server.testing.TestServer;
import dev.outcrop.store.scope.AccountRegion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Where records get to: destinations that go and come back, disks that are full, restarts, two nodes, log groups. */
@Timeout(120)
class DeliveryTest {
    private static final String LLAMA = "/model/meta.llama3-8b-instruct-v1:0/invoke";
    private static final JournalOptions EVERY_50_MS = JournalOptions.of(Duration.ofMillis(50), 64 << 20);

    @TempDir
    Path folder;

    private TestServer open(Path data, JournalOptions journal, Disk disk) {
        return new TestServer(data, journal, disk);
    }

    private Path bucket(Path data) throws IOException {
        return Files.createDirectories(data.resolve("s3/logs-bucket"));
    }

    private static void configure(TestServer server, String config) throws Exception {
        HttpResponse<byte[]> put = server.send(
                "PUT", "/logging/modelinvocations", "{\"loggingConfig\":" + config + "}");
        assertThat(put.statusCode()).as(new String(put.body(), StandardCharsets.UTF_8)).isEqualTo(200);
    }

    private static void call(TestServer server, String prompt) throws Exception {
        assertThat(server.post(LLAMA, "{\"prompt\":\"" + prompt + "\"}").statusCode()).isEqualTo(200);
    }

    private static List<String> prompts(List<JsonNode> records) {
        return records.stream().map(entry -> entry.at("/input/inputBodyJson/prompt").asString("")).toList();
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("30 seconds have passed").isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private static double count(TestServer server, String meter) {
        return server.meters().find(meter).counters().stream().mapToDouble(counter -> counter.count()).sum();
    }

    @Test
    void recordsComeInBatchesWhileTheServerRuns() throws Exception {
        Path logs = bucket(folder);
        try (TestServer server = open(folder, EVERY_50_MS, Disk::file)) {
            configure(server, "{\"s3Config\":{\"bucketName\":\"logs-bucket\",\"keyPrefix\":\"/p/\"}}");
            call(server, "one");
            await(() -> Delivered.records(logs).size() == 1);
            call(server, "two");
            await(() -> Delivered.records(logs).size() == 2);
            assertThat(Delivered.files(logs, ".*\\.json\\.gz")).allSatisfy(file -> assertThat(
                    logs.relativize(file).toString())
                    .matches("p/AWSLogs/123456789012/BedrockModelInvocationLogs/us-east-1/[0-9]{4}/[0-9]{2}/[0-9]{2}"
                            + "/[0-9]{2}/[0-9]{8}T[0-9]{9}Z_[0-9a-f]{16}\\.json\\.gz"));
            await(() -> count(server, "outcrop.invocation.log.delivered") == 2);
            await(() -> server.meters().get("outcrop.invocation.log.waiting").gauge().value() == 0);
        }
    }

    @Test
    void aDestinationThatGoesLosesNothingAndStopsNobody() throws Exception {
        Path logs = bucket(folder);
        Path away = folder.resolve("away");
        List<String> sent = new ArrayList<>();
        try (TestServer server = open(folder, EVERY_50_MS, Disk::file)) {
            configure(server, "{\"s3Config\":{\"bucketName\":\"logs-bucket\"}}");
            Files.move(logs, away);
            for (int i = 0; i < 20; i++) {
                call(server, "prompt " + i);
                sent.add("prompt " + i);
            }
            await(() -> count(server, "outcrop.invocation.log.failures") >= 2);
            assertThat(server.meters().get("outcrop.invocation.log.waiting").gauge().value()).isPositive();
            Files.move(away, logs);
            await(() -> Delivered.records(logs).size() == sent.size());
            assertThat(prompts(Delivered.records(logs))).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(count(server, "outcrop.invocation.log.dropped")).isZero();
        }
    }

    @Test
    void whatWasNotDeliveredIsDeliveredByTheNextProcessToWhereItBelonged() throws Exception {
        Path logs = bucket(folder);
        Path away = folder.resolve("away");
        TestServer first = open(folder, EVERY_50_MS, Disk::file);
        configure(first, "{\"s3Config\":{\"bucketName\":\"logs-bucket\"}}");
        Files.move(logs, away);
        call(first, "before the restart");
        assertThat(first.send("DELETE", "/logging/modelinvocations", "").statusCode()).isEqualTo(200);
        first.closeKeepingFiles();
        Files.move(away, logs);
        try (TestServer second = open(folder, EVERY_50_MS, Disk::file)) {
            call(second, "not logged");
            await(() -> Delivered.records(logs).size() == 1);
            assertThat(prompts(Delivered.records(logs))).containsExactly("before the restart");
        }
    }

    /** One destination is away; what goes to the other does not wait for it. */
    @Test
    void destinationsDoNotWaitForEachOther() throws Exception {
        Path logs = bucket(folder);
        Path others = Files.createDirectories(folder.resolve("s3/other-bucket"));
        Path away = folder.resolve("away");
        try (TestServer server = open(folder, EVERY_50_MS, Disk::file)) {
            configure(server, "{\"s3Config\":{\"bucketName\":\"logs-bucket\"}}");
            Files.move(logs, away);
            call(server, "first");
            configure(server, "{\"s3Config\":{\"bucketName\":\"other-bucket\"}}");
            call(server, "second");
            await(() -> Delivered.records(others).size() == 1);
            assertThat(prompts(Delivered.records(others))).containsExactly("second");
            Files.move(away, logs);
            await(() -> Delivered.records(logs).size() == 1);
            assertThat(prompts(Delivered.records(logs))).containsExactly("first");
        }
    }

    @Test
    void aFullDiskIsCountedWhileCallsGoOn() throws Exception {
        Path logs = bucket(folder);
        Disk full = file -> {
            throw new IOException("No space left on device");
        };
        try (TestServer server = open(folder, EVERY_50_MS, full)) {
            configure(server, "{\"s3Config\":{\"bucketName\":\"logs-bucket\"}}");
            for (int i = 0; i < 10; i++) {
                call(server, "prompt");
                assertThat(server.post(LLAMA + "-with-response-stream", "{\"prompt\":\"Hi\"}").statusCode())
                        .isEqualTo(200);
            }
            assertThat(count(server, "outcrop.invocation.log.dropped")).isEqualTo(20);
            assertThat(server.meters().get("outcrop.invocation.log.dropped").tag("reason", "disk").counter().count())
                    .isEqualTo(20);
            assertThat(Delivered.records(logs)).isEmpty();
        }
    }

    @Test
    void aJournalThatIsFullLosesItsOldestWhileCallsGoOn() throws Exception {
        Path logs = bucket(folder);
        Path away = folder.resolve("away");
        JournalOptions small = new JournalOptions(20_000, 4, Duration.ofHours(1), 60_000, 16 << 20);
        TestServer server = open(folder, small, Disk::file);
        configure(server, "{\"s3Config\":{\"bucketName\":\"logs-bucket\"}}");
        Files.move(logs, away);
        for (int i = 0; i < 40; i++) {
            call(server, i + "x".repeat(4_000));
        }
        double dropped = count(server, "outcrop.invocation.log.dropped");
        assertThat(dropped).isBetween(20.0, 36.0);
        assertThat(server.meters().get("outcrop.invocation.log.waiting").gauge().value()).isLessThanOrEqualTo(60_000);
        Files.move(away, logs);
        server.closeKeepingFiles();
        List<String> kept = prompts(Delivered.records(logs));
        assertThat(kept).hasSize(40 - (int) dropped);
        assertThat(kept.getLast()).startsWith("39x");
        server.close();
    }

    @Test
    void twoNodesDoNotOverwriteEachOther() throws Exception {
        Path shared = Files.createDirectories(folder.resolve("shared/logs-bucket"));
        List<TestServer> nodes = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            Path data = Files.createDirectories(folder.resolve(name));
            Files.createSymbolicLink(data.resolve("s3"), shared.getParent());
            nodes.add(open(data, JournalOptions.of(Duration.ofHours(1), 64 << 20), Disk::file));
            configure(nodes.getLast(), "{\"s3Config\":{\"bucketName\":\"logs-bucket\"}}");
        }
        for (int i = 0; i < 10; i++) {
            for (TestServer node : nodes) {
                call(node, "prompt " + i);
            }
        }
        nodes.forEach(TestServer::closeKeepingFiles);
        assertThat(Delivered.records(shared)).hasSize(20)
                .extracting(entry -> entry.path("requestId").stringValue())
                .doesNotHaveDuplicates();
        assertThat(Delivered.files(shared, ".*Z_.*\\.json\\.gz")).hasSize(2);
    }

    @Test
    void aLogGroupIsAFolderOfJsonLines() throws Exception {
        bucket(folder);
        String big = "w".repeat(120_000);
        TestServer server = open(folder, JournalOptions.of(Duration.ofHours(1), 64 << 20), Disk::file);
        configure(server,
                """
                        {"cloudWatchConfig":{"logGroupName":"/aws/bedrock/calls","roleArn":"arn:aws:iam::123456789012:role/logs",
                         "largeDataDeliveryS3Config":{"bucketName":"logs-bucket","keyPrefix":"large"}}}""");
        call(server, "short");
        server.model().script(Script.saying(big));
        call(server, "long");
        server.closeKeepingFiles();
        Path stream = folder.resolve("logs/aws/bedrock/calls/aws/bedrock/modelinvocations");
        List<Path> files = Delivered.files(stream, ".*\\.jsonl");
        assertThat(files).hasSize(1);
        List<JsonNode> records = Files.readAllLines(files.getFirst())
                .stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
        assertThat(prompts(records)).containsExactly("short", "long");
        String uri = records.get(1).at("/output/outputBodyS3Path").stringValue();
        assertThat(uri).startsWith("s3://logs-bucket/large/AWSLogs/123456789012/BedrockModelInvocationLogs/us-east-1/");
        assertThat(Delivered.aside(folder.resolve("s3"), uri)).contains(big);
        server.close();
    }

    @Test
    void withoutAPlaceForLargeDataItIsLeftOut() throws Exception {
        TestServer server = open(folder, JournalOptions.of(Duration.ofHours(1), 64 << 20), Disk::file);
        configure(server, """
                {"cloudWatchConfig":{"logGroupName":"calls","roleArn":"arn:aws:iam::123456789012:role/logs"}}""");
        call(server, "p".repeat(120_000));
        server.closeKeepingFiles();
        List<Path> files = Delivered.files(folder.resolve("logs/calls"), ".*\\.jsonl");
        JsonNode entry = JsonMapper.shared().readTree(Files.readString(files.getFirst()));
        assertThat(entry.path("input").propertyNames()).containsExactlyInAnyOrder("inputContentType",
                "inputTokenCount");
        assertThat(entry.at("/output/outputBodyJson/generation").isString()).isTrue();
        server.close();
    }

    @Test
    void anotherNodesConfigurationHoldsWithinSeconds() throws Exception {
        Path logs = bucket(folder);
        try (TestServer server = open(folder, EVERY_50_MS, Disk::file)) {
            server.store().logging().put(
                    new AccountRegion("123456789012", "us-east-1"),
                    "{\"s3Config\":{\"bucketName\":\"logs-bucket\"}}");
            await(() -> {
                try {
                    call(server, "Hi");
                } catch (Exception e) {
                    throw new IOException(e);
                }
                return !Delivered.records(logs).isEmpty();
            });
        }
    }
}
