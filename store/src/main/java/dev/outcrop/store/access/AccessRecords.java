package dev.outcrop.store.access;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * All that is kept about who may call, as of one revision.
 *
 * @param revision 0 when there has never been anything
 * @param keyFingerprint names the key that secrets are sealed with; null when there has been no secret
 */
public record AccessRecords(
        long revision,
        @Nullable String keyFingerprint,
        List<StoredIdentity> identities,
        List<StoredCredential> credentials,
        List<StoredPolicy> policies,
        List<Attachment> attachments) {

    public AccessRecords {
        identities = List.copyOf(identities);
        credentials = List.copyOf(credentials);
        policies = List.copyOf(policies);
        attachments = List.copyOf(attachments);
    }

    /** A policy on something. */
    public record Attachment(Target target, String policy) {}
}
