package dev.outcrop.access.policy;

import org.jspecify.annotations.Nullable;

/** An ARN by its parts: {@code arn:partition:service:region:account:resource}. */
record Arn(String partition, String service, String region, String account, String resource) {
    private static final String PREFIX = "arn:";

    /** The parts of a text, or null when it is no ARN. */
    static @Nullable Arn parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return null;
        }
        int service = text.indexOf(':', PREFIX.length()) + 1;
        int region = service == 0 ? 0 : text.indexOf(':', service) + 1;
        int account = region == 0 ? 0 : text.indexOf(':', region) + 1;
        int resource = account == 0 ? 0 : text.indexOf(':', account) + 1;
        if (resource == 0) {
            return null;
        }
        return new Arn(
                text.substring(PREFIX.length(), service - 1),
                text.substring(service, region - 1),
                text.substring(region, account - 1),
                text.substring(account, resource - 1),
                text.substring(resource));
    }
}
