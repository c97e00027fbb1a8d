package dev.outcrop.cli.log;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class LogTest {
    private static final AccessEntry ENTRY = new AccessEntry(
            "0aca1f2e-0000-4000-8000-000000000001", "Converse", 200, null, 12, "meta.llama3-8b-instruct-v1:0", 7, 3,
            "arn:aws:iam::123456789012:root");

    private static LogRecord event(Level level, String message) {
        LogRecord event = new LogRecord(level, message);
        event.setLoggerName("dev.outcrop.Test");
        event.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
        return event;
    }

    @Test
    void textIsOneLineWhateverCallersWrite() {
        String line = new LineFormatter(false).format(event(Level.WARNING, "model a\r\n2026 ERROR forged"));
        assertThat(line).isEqualTo(
                "2026-01-02T03:04:05.678Z WARN dev.outcrop.Test: model a\\r\\n2026 ERROR forged\n");
    }

    @Test
    void jsonIsOneObjectALine() {
        LogRecord failed = event(Level.SEVERE, "It failed: {0} \"quoted\"\nnext");
        failed.setThrown(new IllegalStateException("why"));
        String line = new LineFormatter(true).format(failed);
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        JsonNode json = JsonMapper.shared().readTree(line);
        assertThat(json.path("level").stringValue()).isEqualTo("ERROR");
        assertThat(json.path("message").stringValue()).isEqualTo("It failed: {0} \"quoted\"\nnext");
        assertThat(json.path("trace").stringValue()).contains("IllegalStateException: why").contains("LogTest");
    }

    @Test
    void accessIsFieldsInJsonAndWordsInText() {
        LogRecord access = event(Level.INFO, ENTRY.toString());
        access.setParameters(new Object[]{ENTRY});
        JsonNode json = JsonMapper.shared().readTree(new LineFormatter(true).format(access));
        assertThat(json.path("requestId").stringValue()).isEqualTo(ENTRY.requestId());
        assertThat(json.path("operation").stringValue()).isEqualTo("Converse");
        assertThat(json.path("status").intValue()).isEqualTo(200);
        assertThat(json.path("modelId").stringValue()).isEqualTo("meta.llama3-8b-instruct-v1:0");
        assertThat(json.path("inputTokens").intValue()).isEqualTo(7);
        assertThat(json.path("outputTokens").intValue()).isEqualTo(3);
        assertThat(json.path("principal").stringValue()).isEqualTo("arn:aws:iam::123456789012:root");
        assertThat(json.has("error")).isFalse();
        assertThat(new LineFormatter(false).format(access)).endsWith(
                "Converse 200 - 12 ms meta.llama3-8b-instruct-v1:0 7/3 arn:aws:iam::123456789012:root\n");
    }

    @Test
    void nobodyWaitsForWhoDoesNotRead() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        PrintStream stalled = new PrintStream(new OutputStream() {
            @Override
            public void write(int b) {
                try {
                    reading.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                read.write(b);
            }
        }, true, StandardCharsets.UTF_8);
        QueuedHandler handler = new QueuedHandler(stalled, new LineFormatter(false));
        for (int i = 0; i < 20_000; i++) {
            handler.publish(event(Level.INFO, "line " + i));
        }
        reading.countDown();
        handler.close();
        String text = read.toString(StandardCharsets.UTF_8);
        assertThat(text).startsWith("2026-01-02T03:04:05.678Z INFO dev.outcrop.Test: line 0\n");
        assertThat(text.lines().count()).isLessThan(9_000);
        assertThat(text).contains(" lines of the log were dropped");
    }
}
