package dev.outcrop.cli.config;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.outcrop.storage.ObjectNameException;
import dev.outcrop.storage.ObjectUri;
import dev.outcrop.storage.s3.S3Options;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the keys under {@code storage}. */
final class StorageReader {
    private final ConfigLoader.Values values;

    StorageReader(ConfigLoader.Values values) {
        this.values = values;
    }

    OutcropConfig.Storage read() {
        return new OutcropConfig.Storage(buckets(), s3());
    }

    private Map<String, Path> buckets() {
        JsonNode node = values.tree(ConfigKey.STORAGE_BUCKETS);
        if (!node.isObject()) {
            if (node.isNull() || node.isMissingNode()) {
                return Map.of();
            }
            throw wrong("expected a map of bucket names to folders, such as `{my-bucket: /data/models}`.");
        }
        Map<String, Path> buckets = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            buckets.put(bucket(entry.getKey()), folder(entry.getKey(), entry.getValue()));
        }
        return buckets;
    }

    private static String bucket(String name) {
        try {
            ObjectUri.requireBucket(name);
            return name;
        } catch (ObjectNameException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private Path folder(String bucket, JsonNode value) {
        if (!value.isString() || value.asString().isBlank()) {
            throw wrong("bucket `" + bucket + "` needs a folder.");
        }
        Path folder = values.path(value.asString(), ConfigKey.STORAGE_BUCKETS);
        if (!Files.isDirectory(folder)) {
            throw wrong("there is no folder " + folder + " for bucket `" + bucket + "`.");
        }
        return folder;
    }

    private static ConfigException wrong(String what) {
        return new ConfigException(ConfigKey.STORAGE_BUCKETS.path() + ": " + what);
    }

    private @Nullable S3Options s3() {
        if (!values.bool(ConfigKey.STORAGE_S3_ENABLED)) {
            for (ConfigKey key : new ConfigKey[]{
                    ConfigKey.STORAGE_S3_ENDPOINT, ConfigKey.STORAGE_S3_REGION, ConfigKey.STORAGE_S3_ACCESS_KEY_ID,
                    ConfigKey.STORAGE_S3_SECRET_ACCESS_KEY}) {
                if (!values.text(key).isEmpty()) {
                    throw new ConfigException(
                            "`" + key.path() + "` needs `" + ConfigKey.STORAGE_S3_ENABLED.path() + ": true`.");
                }
            }
            return null;
        }
        ConfigKey region = values.text(ConfigKey.STORAGE_S3_REGION).isEmpty()
                ? ConfigKey.REGION
                : ConfigKey.STORAGE_S3_REGION;
        return new S3Options(
                endpoint(), values.region(region), values.bool(ConfigKey.STORAGE_S3_PATH_STYLE), credentials());
    }

    private @Nullable URI endpoint() {
        String text = values.text(ConfigKey.STORAGE_S3_ENDPOINT);
        return text.isEmpty() ? null : RemoteReader.url(text, ConfigKey.STORAGE_S3_ENDPOINT.path());
    }

    private S3Options.@Nullable Keys credentials() {
        String id = values.text(ConfigKey.STORAGE_S3_ACCESS_KEY_ID);
        String secret = values.text(ConfigKey.STORAGE_S3_SECRET_ACCESS_KEY);
        if (id.isEmpty() != secret.isEmpty()) {
            throw new ConfigException("`" + ConfigKey.STORAGE_S3_ACCESS_KEY_ID.path() + "` and `"
                    + ConfigKey.STORAGE_S3_SECRET_ACCESS_KEY.path() + "` go together.");
        }
        return id.isEmpty() ? null : new S3Options.Keys(id, secret);
    }
}
