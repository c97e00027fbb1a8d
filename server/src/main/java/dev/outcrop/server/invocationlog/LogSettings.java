package dev.outcrop.server.invocationlog;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an account wants logged, and where. Read from the API's {@code LoggingConfig}; a switch that is not there is on.
 *
 * @param s3 null for none
 * @param logGroup null for none
 * @param text whether texts are delivered
 * @param image whether pictures are
 * @param embedding whether vectors are
 * @param video whether videos are
 * @param audio whether sounds are
 */
public record LogSettings(
        @Nullable Place s3, @Nullable LogGroup logGroup, boolean text, boolean image, boolean embedding, boolean video,
        boolean audio) {

    /**
     * A place in object storage.
     *
     * @param prefix of keys; empty for none
     */
    public record Place(String bucket, String prefix) {}

    /**
     * A CloudWatch log group.
     *
     * @param largeData where bodies go that are too long for an event, or null to leave them out
     */
    public record LogGroup(String name, String roleArn, @Nullable Place largeData) {}

    /** Reads a {@code LoggingConfig}. */
    public static LogSettings read(String document) {
        JsonNode config = JsonMapper.shared().readTree(document);
        JsonNode group = config.path("cloudWatchConfig");
        return new LogSettings(
                place(config.path("s3Config")),
                group.isObject()
                        ? new LogGroup(
                                group.path("logGroupName").asString(""),
                                group.path("roleArn").asString(""),
                                place(group.path("largeDataDeliveryS3Config")))
                        : null,
                on(config, "text"),
                on(config, "image"),
                on(config, "embedding"),
                on(config, "video"),
                on(config, "audio"));
    }

    private static @Nullable Place place(JsonNode config) {
        return config.isObject()
                ? new Place(config.path("bucketName").asString(""), config.path("keyPrefix").asString(""))
                : null;
    }

    private static boolean on(JsonNode config, String data) {
        return config.path(data + "DataDeliveryEnabled").asBoolean(true);
    }

    /** Whether anything of a body may be delivered; else none need be kept. */
    boolean keepsBodies() {
        return text || embedding;
    }
}
