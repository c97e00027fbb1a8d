package dev.outcrop.store.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

import dev.outcrop.store.access.StoredCredential.Status;
import dev.outcrop.store.database.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * Who may call, per account. Thread-safe; blocks.
 *
 * <p>Every change first takes the account's next revision, so that changes wait for each other and a reader can tell by one number
 * whether anything has changed.
 */
public final class AccessStore {

    /** Most access keys of a user that are not revoked, and most API keys (IAM quotas). */
    public static final int MOST_KEYS = 2;

    /** Most policies on one user, role or credential (IAM quotas). */
    public static final int MOST_POLICIES = 10;

    private final Database database;

    public AccessStore(Database database) {
        this.database = database;
    }

    /** Changes with every change of the account; 0 when there has never been one. */
    public long revision(String account) {
        return database.read(handle -> revision(handle, account));
    }

    /** Everything of an account, as of one revision. */
    public AccessRecords load(String account) {
        return database.read(handle -> {
            while (true) {
                AccessRecords records = read(handle, account);
                // Each query sees what was committed before it: unless the revision has changed, all saw the same.
                if (revision(handle, account) == records.revision()) {
                    return records;
                }
            }
        });
    }

    private static long revision(Handle handle, String account) {
        return of(handle, account, "SELECT revision FROM access_state WHERE account = :account")
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    private static AccessRecords read(Handle handle, String account) {
        long revision = revision(handle, account);
        String fingerprint = fingerprint(handle, account);
        Map<Target, Map<String, String>> tags = new HashMap<>();
        of(handle, account, "SELECT kind, name, tag_key, tag_value FROM access_identity_tag WHERE account = :account")
                .map((row, context) -> {
                    tags.computeIfAbsent(target(row.getString(1), row.getString(2)), first -> new TreeMap<>())
                            .put(row.getString(3), row.getString(4));
                    return row.getString(1);
                })
                .list();
        List<StoredIdentity> identities = of(handle, account,
                "SELECT kind, name, id, boundary, created_at FROM access_identity WHERE account = :account"
                        + " ORDER BY kind DESC, name")
                .map((row, context) -> {
                    Target target = target(row.getString(1), row.getString(2));
                    return new StoredIdentity(target, row.getString(3), row.getString(4),
                            tags.getOrDefault(target, Map.of()), Instant.ofEpochMilli(row.getLong(5)));
                })
                .list();
        List<StoredCredential> credentials = of(handle, account,
                "SELECT id, kind, owner_kind, owner_name, session_name, status, secret, token_hash, alias, created_at,"
                        + " expires_at FROM access_credential WHERE account = :account ORDER BY created_at, id")
                .map((row, context) -> credential(row))
                .list();
        List<StoredPolicy> policies = of(handle, account,
                "SELECT name, document, updated_at FROM access_policy WHERE account = :account ORDER BY name")
                .map((row, context) -> new StoredPolicy(
                        row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3))))
                .list();
        List<AccessRecords.Attachment> attachments = of(handle, account,
                "SELECT kind, target, policy FROM access_attachment WHERE account = :account"
                        + " ORDER BY kind, target, policy")
                .map((row, context) -> new AccessRecords.Attachment(
                        target(row.getString(1), row.getString(2)), row.getString(3)))
                .list();
        return new AccessRecords(revision, fingerprint, identities, credentials, policies, attachments);
    }

    /** Makes a policy, or replaces its document. */
    public void putPolicy(String account, String name, String document, Instant at) {
        change(account, handle -> {
            of(handle, account, "INSERT INTO access_policy (account, name, document, updated_at)"
                    + " VALUES (:account, :name, :document, :at) ON CONFLICT (account, name)"
                    + " DO UPDATE SET document = :document, updated_at = :at", name)
                    .bind("document", document)
                    .bind("at", at.toEpochMilli())
                    .execute();
            return AccessWrite.DONE;
        });
    }

    /** Removes a policy that nothing has. */
    public AccessWrite deletePolicy(String account, String name) {
        return change(account, handle -> {
            if (count(handle, account, "access_attachment WHERE policy = :name", name) > 0
                    || count(handle, account, "access_identity WHERE boundary = :name", name) > 0) {
                return AccessWrite.IN_USE;
            }
            return done(
                    of(handle, account, "DELETE FROM access_policy WHERE account = :account AND name = :name", name),
                    AccessWrite.NO_POLICY);
        });
    }

    /** Makes a user or role unless it is there, and sets tags beside those that it has. */
    public void putIdentity(String account, StoredIdentity identity) {
        change(account, handle -> {
            Target target = identity.target();
            of(handle, account, "INSERT INTO access_identity (account, kind, name, id, boundary, created_at)"
                    + " VALUES (:account, :kind, :name, :id, :boundary, :at)"
                    + " ON CONFLICT (account, kind, name) DO NOTHING", target.name())
                    .bind("kind", target.kind())
                    .bind("id", identity.id())
                    .bind("boundary", identity.boundary())
                    .bind("at", identity.createdAt().toEpochMilli())
                    .execute();
            identity.tags().forEach((key, value) -> of(handle, account,
                    "INSERT INTO access_identity_tag (account, kind, name, tag_key, tag_value)"
                            + " VALUES (:account, :kind, :name, :key, :value)"
                            + " ON CONFLICT (account, kind, name, tag_key) DO UPDATE SET tag_value = :value",
                    target.name())
                    .bind("kind", target.kind())
                    .bind("key", key)
                    .bind("value", value)
                    .execute());
            return AccessWrite.DONE;
        });
    }

    /** Sets or, with null, removes the permissions boundary of a user or role. */
    public AccessWrite setBoundary(String account, Target target, @Nullable String policy) {
        return change(account, handle -> {
            if (policy != null && count(handle, account, "access_policy WHERE name = :name", policy) == 0) {
                return AccessWrite.NO_POLICY;
            }
            return done(of(handle, account, "UPDATE access_identity SET boundary = :boundary"
                    + " WHERE account = :account AND kind = :kind AND name = :name", target.name())
                    .bind("kind", target.kind())
                    .bind("boundary", policy), AccessWrite.NO_TARGET);
        });
    }

    /** Puts a policy on something that is there. */
    public AccessWrite attach(String account, Target target, String policy) {
        return change(account, handle -> {
            if (count(handle, account, "access_policy WHERE name = :name", policy) == 0) {
                return AccessWrite.NO_POLICY;
            }
            boolean there = switch (target.kind()) {
                case USER, ROLE -> of(handle, account, "SELECT COUNT(*) FROM access_identity"
                        + " WHERE account = :account AND kind = :kind AND name = :name")
                        .bind("kind", target.kind())
                        .bind("name", target.name())
                        .mapTo(Integer.class)
                        .one() > 0;
                case KEY -> count(handle, account, "access_credential WHERE id = :name", target.name()) > 0;
                case ROOT -> false;
            };
            if (!there) {
                return AccessWrite.NO_TARGET;
            }
            attachment(handle, account, target, policy, "INSERT INTO access_attachment (account, kind, target, policy)"
                    + " VALUES (:account, :kind, :name, :policy) ON CONFLICT (account, kind, target, policy) DO NOTHING")
                    .execute();
            int attached = of(handle, account, "SELECT COUNT(*) FROM access_attachment WHERE account = :account"
                    + " AND kind = :kind AND target = :name")
                    .bind("kind", target.kind())
                    .bind("name", target.name())
                    .mapTo(Integer.class)
                    .one();
            return attached > MOST_POLICIES ? AccessWrite.TOO_MANY : AccessWrite.DONE;
        });
    }

    /** Takes a policy off something. */
    public AccessWrite detach(String account, Target target, String policy) {
        return change(account, handle -> done(
                attachment(handle, account, target, policy, "DELETE FROM access_attachment WHERE account = :account"
                        + " AND kind = :kind AND target = :name AND policy = :policy"),
                AccessWrite.NO_TARGET));
    }

    /**
     * Adds a credential, with the policies that bound it. Temporary ones that expired before are forgotten.
     *
     * @param keyFingerprint names the key that its secret is sealed or hashed with
     * @param policies names of policies on the credential itself
     * @param forget temporary credentials that expired before this are removed
     */
    public AccessWrite addCredential(
            String account, StoredCredential credential, String keyFingerprint, List<String> policies,
            Instant forget) {
        return change(account, handle -> {
            String present = fingerprint(handle, account);
            if (present != null && !present.equals(keyFingerprint)) {
                return AccessWrite.OTHER_KEY;
            }
            of(handle, account, "UPDATE access_state SET key_fingerprint = :name WHERE account = :account",
                    keyFingerprint).execute();
            of(handle, account, "DELETE FROM access_credential WHERE account = :account AND kind = :name"
                    + " AND expires_at < :forget", StoredCredential.Kind.SESSION.name())
                    .bind("forget", forget.toEpochMilli())
                    .execute();
            insert(handle, account, credential);
            for (String policy : policies) {
                if (count(handle, account, "access_policy WHERE name = :name", policy) == 0) {
                    return AccessWrite.NO_POLICY;
                }
                attachment(handle, account, new Target(Target.Kind.KEY, credential.id()), policy,
                        "INSERT INTO access_attachment (account, kind, target, policy)"
                                + " VALUES (:account, :kind, :name, :policy)")
                        .execute();
            }
            return isOverQuota(handle, account, credential) ? AccessWrite.TOO_MANY : AccessWrite.DONE;
        });
    }

    private static void insert(Handle handle, String account, StoredCredential credential) {
        Instant expiresAt = credential.expiresAt();
        of(handle, account, "INSERT INTO access_credential (account, id, kind, owner_kind, owner_name,"
                + " session_name, status, secret, token_hash, alias, created_at, expires_at) VALUES (:account,"
                + " :name, :kind, :ownerKind, :ownerName, :session, :status, :secret, :token, :alias, :at,"
                + " :expires)", credential.id())
                .bind("kind", credential.kind())
                .bind("ownerKind", credential.owner().kind())
                .bind("ownerName", credential.owner().name())
                .bind("session", credential.sessionName())
                .bind("status", credential.status())
                .bind("secret", credential.secret())
                .bind("token", credential.tokenHash())
                .bind("alias", credential.alias())
                .bind("at", credential.createdAt().toEpochMilli())
                .bind("expires", expiresAt == null ? null : expiresAt.toEpochMilli())
                .execute();
    }

    private static boolean isOverQuota(Handle handle, String account, StoredCredential credential) {
        return credential.kind() != StoredCredential.Kind.SESSION
                && of(handle, account, "SELECT COUNT(*) FROM access_credential WHERE account = :account"
                        + " AND kind = :kind AND owner_kind = :ownerKind AND owner_name = :ownerName"
                        + " AND status <> 'REVOKED'")
                        .bind("kind", credential.kind())
                        .bind("ownerKind", credential.owner().kind())
                        .bind("ownerName", credential.owner().name())
                        .mapTo(Integer.class)
                        .one() > MOST_KEYS;
    }

    /** Switches a credential on or off, or revokes it: then its secret is gone too. */
    public AccessWrite setStatus(String account, String id, Status status) {
        return change(account, handle -> {
            Optional<Status> present = of(handle, account,
                    "SELECT status FROM access_credential WHERE account = :account AND id = :id")
                    .bind("id", id)
                    .mapTo(String.class)
                    .findOne()
                    .map(Status::valueOf);
            if (present.isEmpty()) {
                return AccessWrite.NO_TARGET;
            }
            if (present.get() == Status.REVOKED) {
                return status == Status.REVOKED ? AccessWrite.DONE : AccessWrite.REVOKED;
            }
            of(handle, account, "UPDATE access_credential SET status = :status"
                    + (status == Status.REVOKED ? ", secret = '', token_hash = NULL" : "")
                    + " WHERE account = :account AND id = :name", id)
                    .bind("status", status)
                    .execute();
            return AccessWrite.DONE;
        });
    }

    /** Forgets everything of an account. */
    public void reset(String account) {
        change(account, handle -> {
            for (String table : List.of("access_attachment", "access_credential", "access_identity_tag",
                    "access_identity", "access_policy")) {
                handle.createUpdate("DELETE FROM " + table + " WHERE account = :account")
                        .bind("account", account)
                        .execute();
            }
            handle.createUpdate("UPDATE access_state SET key_fingerprint = NULL WHERE account = :account")
                    .bind("account", account)
                    .execute();
            return AccessWrite.DONE;
        });
    }

    /** A change that is not done is undone, so that what it left half done is not kept either. */
    private AccessWrite change(String account, Function<Handle, AccessWrite> change) {
        try {
            return database.write(handle -> {
                handle.createUpdate("INSERT INTO access_state (account, revision) VALUES (:account, 1)"
                        + " ON CONFLICT (account) DO UPDATE SET revision = access_state.revision + 1")
                        .bind("account", account)
                        .execute();
                AccessWrite result = change.apply(handle);
                if (result != AccessWrite.DONE) {
                    throw new UndoneException(result);
                }
                return result;
            });
        } catch (UndoneException e) {
            return e.result;
        }
    }

    /** Leaves a transaction so that it is undone. */
    private static final class UndoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final AccessWrite result;

        UndoneException(AccessWrite result) {
            super(null, null, false, false);
            this.result = result;
        }
    }

    private static AccessWrite done(Update update, AccessWrite otherwise) {
        return update.execute() > 0 ? AccessWrite.DONE : otherwise;
    }

    private static int count(Handle handle, String account, String tableAndCondition, String name) {
        return handle.createQuery("SELECT COUNT(*) FROM " + tableAndCondition + " AND account = :account")
                .bind("account", account)
                .bind("name", name)
                .mapTo(Integer.class)
                .one();
    }

    private static @Nullable String fingerprint(Handle handle, String account) {
        return of(handle, account, "SELECT key_fingerprint FROM access_state WHERE account = :account")
                .mapTo(String.class)
                .findOne()
                .orElse(null);
    }

    private static Query of(Handle handle, String account, String query) {
        return handle.createQuery(query).bind("account", account);
    }

    private static Update of(Handle handle, String account, String update, String name) {
        return handle.createUpdate(update).bind("account", account).bind("name", name);
    }

    private static Update attachment(Handle handle, String account, Target target, String policy, String update) {
        return of(handle, account, update, target.name()).bind("kind", target.kind()).bind("policy", policy);
    }

    private static Target target(String kind, String name) {
        return new Target(Target.Kind.valueOf(kind), name);
    }

    private static StoredCredential credential(ResultSet row) throws SQLException {
        long expiresAt = row.getLong("expires_at");
        return new StoredCredential(
                row.getString("id"),
                StoredCredential.Kind.valueOf(row.getString("kind")),
                target(row.getString("owner_kind"), row.getString("owner_name")),
                row.getString("session_name"),
                Status.valueOf(row.getString("status")),
                row.getString("secret"),
                row.getString("token_hash"),
                row.getString("alias"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                expiresAt == 0 ? null : Instant.ofEpochMilli(expiresAt));
    }
}
