package dev.outcrop.server.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import dev.outcrop.access.identity.AccessKey;
import dev.outcrop.access.identity.ApiKey;
import dev.outcrop.access.identity.Credential;
import dev.outcrop.access.identity.Keyring;
import dev.outcrop.access.identity.Principal;
import dev.outcrop.access.policy.NamedPolicy;
import dev.outcrop.access.policy.Policy;
import dev.outcrop.access.policy.PolicyException;
import dev.outcrop.access.policy.PolicySet;
import dev.outcrop.access.secret.Vault;
import dev.outcrop.access.secret.VaultException;
import dev.outcrop.store.access.AccessRecords;
import dev.outcrop.store.access.StoredCredential;
import dev.outcrop.store.access.StoredCredential.Status;
import dev.outcrop.store.access.StoredIdentity;
import dev.outcrop.store.access.StoredPolicy;
import dev.outcrop.store.access.Target;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credentials of an account as of one revision, secrets opened and policies compiled. Immutable but for the signing keys that
 * its access keys remember.
 *
 * <p>What cannot be used is left out, and so refused: a credential whose owner is gone or one of whose policies cannot be read,
 * which might have been the one that denies.
 */
final class StoredKeyring implements Keyring {
    private static final Logger LOG = LoggerFactory.getLogger(StoredKeyring.class);

    private final long revision;
    private final boolean used;
    private final Map<String, AccessKey> accessKeys = new HashMap<>();
    private final Map<String, ApiKey> apiKeys = new HashMap<>();

    /**
     * Opens all secrets.
     *
     * @param vault asked only when there are secrets
     * @throws VaultException when they cannot be opened
     */
    StoredKeyring(String account, AccessRecords records, Supplier<Vault> vault) {
        this.revision = records.revision();
        this.used = !records.credentials().isEmpty();
        if (used) {
            new Reader(account, records, opened(records, vault)).read();
        }
    }

    private static Vault opened(AccessRecords records, Supplier<Vault> vault) {
        Vault opened = vault.get();
        if (!opened.fingerprint().equals(records.keyFingerprint())) {
            throw new VaultException("The secrets in the database were sealed with another key (its name is "
                    + records.keyFingerprint() + ") than the one of this node (" + opened.fingerprint()
                    + "). Every node needs the same key file: see access.secret-key-file.");
        }
        return opened;
    }

    long revision() {
        return revision;
    }

    /** Whether there are credentials, good or not: then nobody is let in without one. */
    boolean hasCredentials() {
        return used;
    }

    @Override
    public @Nullable AccessKey accessKey(String id) {
        return accessKeys.get(id);
    }

    @Override
    public @Nullable ApiKey apiKey(String alias) {
        return apiKeys.get(alias);
    }

    /** Puts records together, once. */
    private final class Reader {
        private final String account;
        private final AccessRecords records;
        private final Vault vault;
        private final Map<Target, StoredIdentity> identities = new HashMap<>();
        private final Map<String, NamedPolicy> policies = new HashMap<>();
        private final Map<Target, List<String>> attached = new HashMap<>();

        Reader(String account, AccessRecords records, Vault vault) {
            this.account = account;
            this.records = records;
            this.vault = vault;
        }

        void read() {
            records.identities().forEach(identity -> identities.put(identity.target(), identity));
            for (StoredPolicy policy : records.policies()) {
                try {
                    policies.put(policy.name(), new NamedPolicy(policy.name(), Policy.parse(policy.document())));
                } catch (PolicyException e) {
                    LOG.error("Policy {} cannot be read, so nobody who has it may call: {}", policy.name(),
                            e.getMessage());
                }
            }
            records.attachments().forEach(attachment -> attached
                    .computeIfAbsent(attachment.target(), first -> new ArrayList<>())
                    .add(attachment.policy()));
            for (StoredCredential credential : records.credentials()) {
                if (credential.status() == Status.ACTIVE) {
                    add(credential);
                }
            }
        }

        private void add(StoredCredential credential) {
            Principal principal = principal(credential).orElse(null);
            if (principal == null) {
                LOG.error("Credential {} cannot be used: its owner or a policy is missing", credential.id());
                return;
            }
            Instant expiresAt = credential.expiresAt();
            String id = credential.id();
            switch (credential.kind()) {
                case ACCESS_KEY -> accessKeys.put(
                        id, new AccessKey(id, vault.open(id, credential.secret()), null, principal));
                case SESSION -> {
                    byte[] token = Base64.getDecoder().decode(String.valueOf(credential.tokenHash()));
                    accessKeys.put(id, new AccessKey(id, vault.open(id, credential.secret()), new AccessKey.Session(
                            token, expiresAt == null ? Instant.MIN : expiresAt), principal));
                }
                case API_KEY -> {
                    String alias = String.valueOf(credential.alias());
                    apiKeys.put(alias, new ApiKey(
                            alias, secret -> vault.matches(alias, credential.secret(), secret), expiresAt, principal));
                }
            }
        }

        private Optional<Principal> principal(StoredCredential stored) {
            List<NamedPolicy> session = policies(new Target(Target.Kind.KEY, stored.id()));
            if (session == null) {
                return Optional.empty();
            }
            Target owner = stored.owner();
            if (owner.kind() == Target.Kind.ROOT) {
                return Optional.of(new Principal(
                        Principal.Kind.ROOT, account, "arn:aws:iam::" + account + ":root", account, null, Map.of(),
                        credential(stored), PolicySet.root(session)));
            }
            StoredIdentity identity = identities.get(owner);
            List<NamedPolicy> granted = policies(owner);
            if (identity == null || granted == null) {
                return Optional.empty();
            }
            NamedPolicy boundary = null;
            if (identity.boundary() != null) {
                boundary = policies.get(identity.boundary());
                if (boundary == null) {
                    return Optional.empty();
                }
            }
            PolicySet set = PolicySet.of(granted, boundary, session);
            String name = identity.target().name();
            String sessionName = stored.sessionName();
            return Optional.of(sessionName == null
                    ? new Principal(
                            Principal.Kind.USER, account, "arn:aws:iam::" + account + ":user/" + name, identity.id(),
                            name, identity.tags(), credential(stored), set)
                    : new Principal(
                            Principal.Kind.ASSUMED_ROLE, account,
                            "arn:aws:sts::" + account + ":assumed-role/" + name + "/" + sessionName,
                            identity.id() + ":" + sessionName, null, identity.tags(), credential(stored), set));
        }

        private static Credential credential(StoredCredential stored) {
            return switch (stored.kind()) {
                case ACCESS_KEY -> new Credential(Credential.Means.SIGV4, stored.id(), null);
                case SESSION -> new Credential(Credential.Means.SIGV4, stored.id(), stored.createdAt());
                case API_KEY -> new Credential(Credential.Means.LONG_TERM_KEY, stored.id(), null);
            };
        }

        /** The policies on something, or null when one of them cannot be read. */
        private @Nullable List<NamedPolicy> policies(Target target) {
            List<NamedPolicy> found = new ArrayList<>();
            for (String name : attached.getOrDefault(target, List.of())) {
                NamedPolicy policy = policies.get(name);
                if (policy == null) {
                    return null;
                }
                found.add(policy);
            }
            return found;
        }
    }
}
