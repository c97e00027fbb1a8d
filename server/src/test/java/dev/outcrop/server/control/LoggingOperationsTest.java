package dev.outcrop.server.control;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static dev.outcrop.server.testing.TestServer.code;
import static dev.outcrop.server.testing.TestServer.json;
import static dev.outcrop.server.testing.TestServer.message;
import static org.assertj.core.api.Assertions.assertThat;

class LoggingOperationsTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/logs";

    private final TestServer server = new TestServer();

    @BeforeEach
    void bucket() throws Exception {
        Files.createDirectories(server.folder().resolve("s3/logs-bucket"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<byte[]> put(String config) throws Exception {
        return server.send("PUT", "/logging/modelinvocations", "{\"loggingConfig\":" + config + "}");
    }

    private HttpResponse<byte[]> get() throws Exception {
        return server.get("/logging/modelinvocations");
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void thereIsNoneAtFirst() throws Exception {
        assertThat(get().statusCode()).isEqualTo(200);
        assertThat(text(get())).isEqualTo("{}");
        assertThat(server.send("DELETE", "/logging/modelinvocations", "").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"s3Config\":{\"bucketName\":\"logs-bucket\"}}",
            "{\"s3Config\":{\"bucketName\":\"logs-bucket\",\"keyPrefix\":\"a/b\"},\"textDataDeliveryEnabled\":false,"
                    + "\"imageDataDeliveryEnabled\":true,\"embeddingDataDeliveryEnabled\":false,"
                    + "\"videoDataDeliveryEnabled\":true,\"audioDataDeliveryEnabled\":false}",
            "{\"cloudWatchConfig\":{\"logGroupName\":\"/my/group\",\"roleArn\":\"" + ROLE + "\","
                    + "\"largeDataDeliveryS3Config\":{\"bucketName\":\"logs-bucket\"}}}"})
    void whatIsPutIsGot(String config) throws Exception {
        HttpResponse<byte[]> put = put(config);
        assertThat(put.statusCode()).as(text(put)).isEqualTo(200);
        assertThat(text(put)).isEqualTo("{}");
        assertThat(json(get()).path("loggingConfig")).isEqualTo(JsonMapper.shared().readTree(config));
        assertThat(text(server.send("DELETE", "/logging/modelinvocations", ""))).isEqualTo("{}");
        assertThat(text(get())).isEqualTo("{}");
    }

    @Test
    void putReplaces() throws Exception {
        put("{\"s3Config\":{\"bucketName\":\"logs-bucket\"}}");
        put("{\"cloudWatchConfig\":{\"logGroupName\":\"g\",\"roleArn\":\"" + ROLE + "\"}}");
        assertThat(json(get()).path("loggingConfig").propertyNames()).containsExactly("cloudWatchConfig");
    }

    @Test
    void putWritesAnObjectToSeeThatItMay() throws Exception {
        put("{\"s3Config\":{\"bucketName\":\"logs-bucket\",\"keyPrefix\":\"p\"}}");
        assertThat(server.folder().resolve("s3/logs-bucket/p/AWSLogs/123456789012/BedrockModelInvocationLogs/us-east-1/"
                + "amazon-bedrock-logs-permission-check")).exists();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{}|names no destination",
            "{\"s3Config\":{\"bucketName\":\"no-such-bucket\"}}|Failed to validate permissions for bucket: no-such-bucket",
            "{\"s3Config\":{\"bucketName\":\"No_Bucket\"}}|Failed to validate permissions for bucket: No_Bucket",
            "{\"s3Config\":{\"bucketName\":\"logs-bucket\",\"keyPrefix\":\"../../up\"}}|Failed to validate permissions",
            "{\"s3Config\":{\"bucketName\":\"ab\"}}|loggingConfig.s3Config.bucketName",
            "{\"s3Config\":{}}|loggingConfig.s3Config.bucketName",
            "{\"cloudWatchConfig\":{\"logGroupName\":\"g\"}}|loggingConfig.cloudWatchConfig.roleArn",
            "{\"cloudWatchConfig\":{\"logGroupName\":\"g\",\"roleArn\":\"me\"}}|loggingConfig.cloudWatchConfig.roleArn",
            "{\"cloudWatchConfig\":{\"logGroupName\":\"../up\",\"roleArn\":\"" + ROLE + "\"}}"
                    + "|Failed to validate permissions for log group: ../up, with role: " + ROLE,
            "{\"cloudWatchConfig\":{\"logGroupName\":\"a b\",\"roleArn\":\"" + ROLE + "\"}}"
                    + "|Failed to validate permissions for log group: a b, with role: " + ROLE,
            "{\"cloudWatchConfig\":{\"logGroupName\":\"g\",\"roleArn\":\"" + ROLE
                    + "\",\"largeDataDeliveryS3Config\":{\"bucketName\":\"no-such-bucket\"}}}|no-such-bucket"})
    void whatCannotBeDeliveredToIsRefusedAndNotKept(String config, String says) throws Exception {
        HttpResponse<byte[]> put = put(config);
        assertThat(put.statusCode()).as(text(put)).isEqualTo(400);
        assertThat(code(put)).isEqualTo("ValidationException");
        assertThat(message(put)).contains(says);
        assertThat(text(get())).isEqualTo("{}");
        assertThat(Path.of("up")).doesNotExist();
        assertThat(server.folder().resolve("up")).doesNotExist();
    }
}
