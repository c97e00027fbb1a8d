package dev.outcrop.server.control;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

import dev.outcrop.store.scope.AccountRegion;
import org.jspecify.annotations.Nullable;

/** Keys of a key service that is not there: what is asked for is read back, and nothing is encrypted with it. */
public final class KmsKeys {

    private KmsKeys() {}

    /**
     * The ARN by which a key is read back. A bare id is taken as one of this account and Region, and an alias stands for a
     * key whose id is made from the alias's name.
     *
     * @param key id, alias, or the ARN of either; null for none
     */
    public static @Nullable String arn(@Nullable String key, AccountRegion scope) {
        if (key == null || key.contains(":key/")) {
            return key;
        }
        String place = "arn:aws:kms:" + scope.region() + ":" + scope.account() + ":";
        if (!key.startsWith("arn:") && !key.startsWith("alias/")) {
            return place + "key/" + key;
        }
        String alias = key.startsWith("arn:") ? key : place + key;
        return alias.substring(0, alias.indexOf(":alias/") + 1) + "key/"
                + UUID.nameUUIDFromBytes(alias.getBytes(StandardCharsets.UTF_8));
    }
}
