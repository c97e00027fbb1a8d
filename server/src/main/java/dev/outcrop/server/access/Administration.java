package dev.outcrop.server.access;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.outcrop.access.key.LongTermKey;
import dev.outcrop.access.policy.Policy;
import dev.outcrop.access.secret.KeyFile;
import dev.outcrop.access.secret.Vault;
import dev.outcrop.access.signature.SignatureVerifier;
import dev.outcrop.store.access.AccessRecords;
import dev.outcrop.store.access.AccessStore;
import dev.outcrop.store.access.AccessWrite;
import dev.outcrop.store.access.StoredCredential;
import dev.outcrop.store.access.StoredCredential.Kind;
import dev.outcrop.store.access.StoredCredential.Status;
import dev.outcrop.store.access.StoredIdentity;
import dev.outcrop.store.access.StoredPolicy;
import dev.outcrop.store.access.Target;
import org.jspecify.annotations.Nullable;

/**
 * Makes and changes users, roles, credentials and policies, as IAM and STS do. Works on the store, so that running servers take every
 * change over by themselves. Thread-safe; blocks.
 */
public final class Administration {

    /** The longest life of temporary credentials (STS, AssumeRole). */
    public static final Duration LONGEST_SESSION = Duration.ofHours(12);

    /** The longest life of a long-term API key, days (IAM, CreateServiceSpecificCredential). */
    public static final int MOST_DAYS = 36_600;

    private static final Duration SHORTEST_SESSION = Duration.ofSeconds(1);
    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,64}");
    private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final Pattern POLICY_NAME = Pattern.compile("[\\w+=,.@-]{1,128}");
    private static final int MOST_TAG_KEY = 128;
    private static final int MOST_TAG_VALUE = 256;

    /** How long after its end a session is remembered as one that has expired. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final AccessStore store;
    private final String account;
    private final Path keyFile;
    private final InstantSource clock;
    private final KeyMaterial material = new KeyMaterial(new SecureRandom());

    /** @param keyFile holds the key that secrets are sealed with; made with the first secret */
    public Administration(AccessStore store, String account, Path keyFile, InstantSource clock) {
        this.store = store;
        this.account = account;
        this.keyFile = keyFile;
        this.clock = clock;
    }

    /** All that there is. Secrets in it are sealed. */
    public AccessRecords records() {
        return store.load(account);
    }

    /**
     * Makes a user or role unless it is there, and sets tags.
     *
     * @throws AdministrationException when a name or tag is not one
     */
    public void putIdentity(Target target, Map<String, String> tags) {
        check(NAME, target.name(), "A name has 1 to 64 letters, digits and characters of _+=,.@-");
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > MOST_TAG_KEY || value.length() > MOST_TAG_VALUE) {
                throw new AdministrationException("A tag has a key of 1 to 128 characters and a value of at most 256.");
            }
        });
        String prefix = target.kind() == Target.Kind.ROLE ? "AROA" : "AIDA";
        store.putIdentity(account, new StoredIdentity(target, material.id(prefix), null, tags, now()));
    }

    /**
     * Makes a policy, or replaces its document.
     *
     * @throws dev.outcrop.access.policy.PolicyException when the document is no valid policy
     * @throws AdministrationException when the name is not one
     */
    public void putPolicy(String name, String document) {
        check(POLICY_NAME, name, "A policy's name has 1 to 128 letters, digits and characters of _+=,.@-");
        Policy.parse(document);
        store.putPolicy(account, name, document, now());
    }

    /**
     * Removes a policy that nothing has.
     *
     * @throws AdministrationException when it is in use or not there
     */
    public void deletePolicy(String name) {
        done(store.deletePolicy(account, name), new Target(Target.Kind.USER, ""), name);
    }

    /**
     * Puts a policy on a user or role, or on a credential, which it then bounds. A managed policy is made with its first use.
     *
     * @throws AdministrationException when one of both is not there
     */
    public void attach(Target target, String policy) {
        ensureManaged(policy);
        done(store.attach(account, target, policy), target, policy);
    }

    /**
     * Takes a policy off.
     *
     * @throws AdministrationException when it is not attached
     */
    public void detach(Target target, String policy) {
        if (store.detach(account, target, policy) != AccessWrite.DONE) {
            throw new AdministrationException("The policy " + policy + " is not attached to " + words(target) + ".");
        }
    }

    /**
     * Sets or, with null, removes the permissions boundary of a user or role.
     *
     * @throws AdministrationException when one of both is not there
     */
    public void setBoundary(Target target, @Nullable String policy) {
        if (policy != null) {
            ensureManaged(policy);
        }
        done(store.setBoundary(account, target, policy), target, String.valueOf(policy));
    }

    private void ensureManaged(String policy) {
        ManagedPolicies.document(policy).ifPresent(document -> {
            if (store.load(account).policies().stream().map(StoredPolicy::name).noneMatch(policy::equals)) {
                store.putPolicy(account, policy, document, now());
            }
        });
    }

    /**
     * Makes an access key of a user that is there, or of the account itself.
     *
     * @param policies names of policies that bound what can be done with this key
     * @throws AdministrationException when it cannot be made
     */
    public IssuedKey.Pair createAccessKey(Target owner, List<String> policies) {
        String id = material.id("AKIA");
        String secret = material.secret();
        add(new StoredCredential(
                id, Kind.ACCESS_KEY, owner, null, Status.ACTIVE, vault().seal(id, secret), null, null, now(), null),
                policies);
        return new IssuedKey.Pair(id, secret, null, null);
    }

    /**
     * Makes temporary credentials of a role that is there.
     *
     * @throws AdministrationException when they cannot be made
     */
    public IssuedKey.Pair createSession(
            Target role, String sessionName, Duration lifetime, List<String> policies) {
        check(SESSION_NAME, sessionName, "A session's name has 2 to 64 letters, digits and characters of _+=,.@-");
        if (lifetime.compareTo(SHORTEST_SESSION) < 0 || lifetime.compareTo(LONGEST_SESSION) > 0) {
            throw new AdministrationException("A session lives from one second to twelve hours.");
        }
        String id = material.id("ASIA");
        String secret = material.secret();
        String token = material.sessionToken();
        Instant expiresAt = now().plus(lifetime);
        add(new StoredCredential(
                id, Kind.SESSION, role, sessionName, Status.ACTIVE, vault().seal(id, secret),
                Base64.getEncoder().encodeToString(SignatureVerifier.tokenHash(token)), null, now(), expiresAt),
                policies);
        return new IssuedKey.Pair(id, secret, token, expiresAt);
    }

    /**
     * Makes a long-term API key of a user that is there.
     *
     * @param days how long it lives; 0 for ever
     * @throws AdministrationException when it cannot be made
     */
    public IssuedKey.Bearer createApiKey(Target owner, int days, List<String> policies) {
        if (days < 0 || days > MOST_DAYS) {
            throw new AdministrationException("An API key lives from 1 to " + MOST_DAYS + " days.");
        }
        String id = material.id("ACCA");
        LongTermKey key = new LongTermKey(
                "BedrockAPIKey-" + material.aliasSuffix() + material.aliasSuffix() + "-at-" + account,
                material.secret());
        Instant expiresAt = days == 0 ? null : now().plus(Duration.ofDays(days));
        add(new StoredCredential(
                id, Kind.API_KEY, owner, null, Status.ACTIVE, vault().hash(key.alias(), key.secret()), null,
                key.alias(), now(), expiresAt), policies);
        return new IssuedKey.Bearer(id, key.token(), expiresAt);
    }

    private void add(StoredCredential credential, List<String> policies) {
        policies.forEach(this::ensureManaged);
        AccessWrite written = store.addCredential(
                account, credential, vault().fingerprint(), policies, now().minus(REMEMBERED));
        if (written == AccessWrite.TOO_MANY) {
            throw new AdministrationException(sentence(credential.owner()) + " has " + AccessStore.MOST_KEYS
                    + (credential.kind() == Kind.API_KEY ? " API keys" : " access keys")
                    + " already, as many as IAM allows. Revoke one first: outcrop keys list.");
        }
        done(written, credential.owner(), policies.isEmpty() ? "" : String.join(", ", policies));
    }

    /** The key file is made only with the very first secret: later on, one that is missing is a mistake. */
    private Vault vault() {
        return store.load(account).keyFingerprint() == null ? KeyFile.open(keyFile) : KeyFile.read(keyFile);
    }

    /**
     * Switches a credential on or off, or revokes it for ever.
     *
     * @throws AdministrationException when it is not there, or was revoked
     */
    public void setStatus(String id, Status status) {
        done(store.setStatus(account, id, status), new Target(Target.Kind.KEY, id), "");
    }

    /** Forgets every user, role, credential and policy: where only this machine can call, calls need no credentials again. */
    public void reset() {
        store.reset(account);
    }

    private void done(AccessWrite written, Target target, String policy) {
        String refusal = switch (written) {
            case DONE -> null;
            case NO_TARGET -> "There is no " + words(target) + ".";
            case NO_POLICY -> "There is no policy " + policy + ". See: outcrop policies list";
            case IN_USE -> "The policy " + policy + " is attached to something. Detach it first.";
            case TOO_MANY ->
                sentence(target) + " has " + AccessStore.MOST_POLICIES + " policies already, as many as IAM"
                        + " allows.";
            case REVOKED -> "The credential " + target.name() + " was revoked, for ever. Create another.";
            case OTHER_KEY -> "The secrets in the database were sealed with another key than that of " + keyFile
                    + ". Every node needs the same key file: see access.secret-key-file.";
        };
        if (refusal != null) {
            throw new AdministrationException(refusal);
        }
    }

    private static void check(Pattern pattern, String name, String rule) {
        if (!pattern.matcher(name).matches()) {
            throw new AdministrationException(rule + ".");
        }
    }

    private static String words(Target target) {
        return switch (target.kind()) {
            case USER -> "user " + target.name();
            case ROLE -> "role " + target.name();
            case KEY -> "credential " + target.name();
            case ROOT -> "account root to attach policies to";
        };
    }

    private static String sentence(Target target) {
        return target.kind() == Target.Kind.ROOT ? "The account's root" : target.name();
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
