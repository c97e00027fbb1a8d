package dev.outcrop.access.identity;

import org.jspecify.annotations.Nullable;

/** The credentials that are good now or were until they expired; what is revoked or switched off is not among them. */
public interface Keyring {

    /** The access key with this id, or null. Does not block. */
    @Nullable
    AccessKey accessKey(String id);

    /** The long-term API key with this alias, or null. Does not block. */
    @Nullable
    ApiKey apiKey(String alias);
}
