package dev.outcrop.storage.s3;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * Which service, and as whom.
 *
 * @param endpoint null for Amazon S3 in the region
 * @param pathStyle whether the bucket is in the path rather than in the host name
 * @param credentials null for the SDK's default chain: environment, profile, container, instance
 */
public record S3Options(@Nullable URI endpoint, String region, boolean pathStyle, @Nullable Keys credentials) {

    /** A key pair. */
    public record Keys(String accessKeyId, String secretAccessKey) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "Keys[" + accessKeyId + "]";
        }
    }
}
