package dev.outcrop.cli.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import dev.outcrop.storage.s3.S3Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StorageReaderTest {

    @TempDir
    Path folder;

    private OutcropConfig load(Map<String, String> environment) {
        return new ConfigLoader(environment, folder).load(null, Map.of());
    }

    @Test
    void everyBucketIsAFolderUnlessSaidOtherwise() {
        OutcropConfig config = load(Map.of());
        assertThat(config.storage()).isEqualTo(new OutcropConfig.Storage(Map.of(), null));
        assertThat(config.invocationLog().interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.invocationLog().limitBytes()).isEqualTo(1L << 30);
    }

    @Test
    void bucketsAreMappedToFolders() throws IOException {
        Path models = Files.createDirectory(folder.resolve("models"));
        assertThat(load(Map.of("OUTCROP_STORAGE_BUCKETS", "{my-bucket: '" + models + "', home.bucket: ~/models}"))
                .storage()
                .buckets())
                .containsExactlyInAnyOrderEntriesOf(Map.of("my-bucket", models, "home.bucket", models));
    }

    @Test
    void aServiceIsRead() {
        assertThat(load(Map.of(
                "OUTCROP_STORAGE_S3_ENABLED", "true",
                "OUTCROP_STORAGE_S3_ENDPOINT", "https://minio.example.com:9000",
                "OUTCROP_STORAGE_S3_PATH_STYLE", "true",
                "OUTCROP_STORAGE_S3_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE",
                "OUTCROP_STORAGE_S3_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")).storage().s3())
                .isEqualTo(new S3Options(
                        URI.create("https://minio.example.com:9000"), "us-east-1", true,
                        new S3Options.Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")));
        assertThat(load(Map.of("OUTCROP_STORAGE_S3_ENABLED", "true", "OUTCROP_STORAGE_S3_REGION", "eu-west-1"))
                .storage()
                .s3())
                .isEqualTo(new S3Options(null, "eu-west-1", false, null))
                .asString()
                .doesNotContain("wJalr");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "BUCKETS; {Bad_Name: /}; Bad_Name",
            "BUCKETS; {my-bucket: /no/such/folder}; /no/such/folder",
            "BUCKETS; {my-bucket: [1]}; needs a folder",
            "BUCKETS; [a]; a map",
            "S3_ENDPOINT; https://s3.example.com; needs `storage.s3.enabled: true`",
            "S3_SECRET_ACCESS_KEY; x; needs `storage.s3.enabled: true`",
            "S3_ENABLED; perhaps; true or false"})
    void whatCannotBeUsedIsSaid(String key, String value, String message) {
        assertThatThrownBy(() -> load(Map.of("OUTCROP_STORAGE_" + key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("storage.");
    }

    @Test
    void halfAKeyIsNoKey() {
        assertThatThrownBy(() -> load(Map.of(
                "OUTCROP_STORAGE_S3_ENABLED", "true", "OUTCROP_STORAGE_S3_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("go together");
    }
}
