package dev.outcrop.store.guardrail;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.outcrop.store.database.Database;
import dev.outcrop.store.guardrail.GuardrailWrite.Done;
import dev.outcrop.store.guardrail.GuardrailWrite.Refused;
import dev.outcrop.store.page.Page;
import dev.outcrop.store.page.PageToken;
import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.store.scope.IdempotencyToken;
import dev.outcrop.store.scope.Revisions;
import dev.outcrop.store.tag.TagStore;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Guardrails: each a draft that can be changed and numbered copies of it that cannot. Thread-safe; blocks.
 *
 * <p>Every change first takes the next revision of its account and region ({@link Revisions}), so that what it checks (a
 * free name, a quota, a token) still holds when it commits.
 */
public final class GuardrailStore {

    /** The number of the draft. */
    public static final int DRAFT = 0;

    /** Most guardrails of an account and region (Amazon Bedrock quotas). */
    public static final int MOST_GUARDRAILS = 100;

    /** Most numbered versions of a guardrail (Amazon Bedrock quotas). */
    public static final int MOST_VERSIONS = 20;

    private static final String HEAD_COLUMNS = "g.id, g.arn, v.number, v.name, v.description, v.profile_arn,"
            + " v.kms_key_arn, v.revision, g.created_revision, v.created_at, v.updated_at";
    private static final String VERSIONS = " FROM guardrail g JOIN guardrail_version v ON v.account = g.account AND"
            + " v.region = g.region AND v.guardrail_id = g.id WHERE g.account = :account AND g.region = :region ";
    private static final String ONE = VERSIONS + "AND g.id = :id AND v.number = :number";
    private static final String OF_GUARDRAIL = " WHERE account = :account AND region = :region AND id = :id";

    private final Database database;

    public GuardrailStore(Database database) {
        this.database = database;
    }

    /** Makes a guardrail: its draft, its tags. */
    public GuardrailWrite create(AccountRegion scope, NewGuardrail guardrail) {
        return database.write(handle -> {
            long revision = Revisions.next(handle, scope);
            IdempotencyToken token = guardrail.token();
            Optional<Made> earlier = scoped(handle.createQuery("SELECT id, token_fingerprint FROM guardrail"
                    + " WHERE account = :account AND region = :region AND token = :token"), scope)
                    .bind("token", token.value())
                    .map((row, context) -> new Made(row.getString(1), DRAFT, row.getString(2)))
                    .findOne();
            if (earlier.isPresent()) {
                return repeated(handle, scope, token, earlier.get());
            }
            if (isNameTaken(handle, scope, guardrail.content().name(), guardrail.id())) {
                return Refused.NAME_TAKEN;
            }
            if (scoped(handle.createQuery("SELECT COUNT(*) FROM guardrail WHERE account = :account"
                    + " AND region = :region"), scope).mapTo(Integer.class).one() >= MOST_GUARDRAILS) {
                return Refused.TOO_MANY_GUARDRAILS;
            }
            TagStore.register(handle, guardrail.arn(), guardrail.tags());
            scoped(handle.createUpdate("INSERT INTO guardrail (account, region, id, arn, name, last_version,"
                    + " created_revision, token, token_fingerprint) VALUES (:account, :region, :id, :arn, :name, 0,"
                    + " :revision, :token, :fingerprint)"), scope)
                    .bind("id", guardrail.id())
                    .bind("arn", guardrail.arn())
                    .bind("name", guardrail.content().name())
                    .bind("revision", revision)
                    .bind("token", token.value())
                    .bind("fingerprint", token.fingerprint())
                    .execute();
            content(scoped(handle.createUpdate("INSERT INTO guardrail_version (account, region, guardrail_id, number,"
                    + " name, description, profile_arn, kms_key_arn, document, revision, created_at, updated_at)"
                    + " VALUES (:account, :region, :id, 0, :name, :description, :profile, :key, :document, :revision,"
                    + " :at, :at)"), scope), guardrail.content())
                    .bind("id", guardrail.id())
                    .bind("revision", revision)
                    .bind("at", guardrail.at().toEpochMilli())
                    .execute();
            return new Done(head(handle, scope, guardrail.id(), DRAFT).orElseThrow());
        });
    }

    /** Replaces the draft. */
    public GuardrailWrite update(AccountRegion scope, String id, GuardrailContent content, Instant at) {
        return database.write(handle -> {
            long revision = Revisions.next(handle, scope);
            if (head(handle, scope, id, DRAFT).isEmpty()) {
                return Refused.NO_GUARDRAIL;
            }
            if (isNameTaken(handle, scope, content.name(), id)) {
                return Refused.NAME_TAKEN;
            }
            scoped(handle.createUpdate("UPDATE guardrail SET name = :name" + OF_GUARDRAIL), scope)
                    .bind("name", content.name())
                    .bind("id", id)
                    .execute();
            content(scoped(handle.createUpdate("UPDATE guardrail_version SET name = :name,"
                    + " description = :description, profile_arn = :profile, kms_key_arn = COALESCE(:key, kms_key_arn),"
                    + " document = :document, revision = :revision, updated_at = :at WHERE account = :account"
                    + " AND region = :region AND guardrail_id = :id AND number = 0"), scope), content)
                    .bind("id", id)
                    .bind("revision", revision)
                    .bind("at", at.toEpochMilli())
                    .execute();
            return new Done(head(handle, scope, id, DRAFT).orElseThrow());
        });
    }

    /** Copies the draft under the next number; a number is never used again. */
    public GuardrailWrite createVersion(
            AccountRegion scope, String id, @Nullable String description, IdempotencyToken token, Instant at) {
        return database.write(handle -> {
            long revision = Revisions.next(handle, scope);
            Optional<Made> earlier = scoped(handle.createQuery("SELECT number, token_fingerprint"
                    + " FROM guardrail_version WHERE account = :account AND region = :region AND guardrail_id = :id"
                    + " AND token = :token"), scope)
                    .bind("id", id)
                    .bind("token", token.value())
                    .map((row, context) -> new Made(id, row.getInt(1), row.getString(2)))
                    .findOne();
            if (earlier.isPresent()) {
                return repeated(handle, scope, token, earlier.get());
            }
            Optional<Integer> last = scoped(handle.createQuery("SELECT last_version FROM guardrail" + OF_GUARDRAIL),
                    scope).bind("id", id).mapTo(Integer.class).findOne();
            if (last.isEmpty()) {
                return Refused.NO_GUARDRAIL;
            }
            if (scoped(handle.createQuery("SELECT COUNT(*) FROM guardrail_version WHERE account = :account"
                    + " AND region = :region AND guardrail_id = :id AND number > 0"), scope)
                    .bind("id", id)
                    .mapTo(Integer.class)
                    .one() >= MOST_VERSIONS) {
                return Refused.TOO_MANY_VERSIONS;
            }
            int number = last.get() + 1;
            scoped(handle.createUpdate("UPDATE guardrail SET last_version = :number" + OF_GUARDRAIL), scope)
                    .bind("id", id)
                    .bind("number", number)
                    .execute();
            scoped(handle.createUpdate("INSERT INTO guardrail_version (account, region, guardrail_id, number, name,"
                    + " description, profile_arn, kms_key_arn, document, revision, created_at, updated_at, token,"
                    + " token_fingerprint) SELECT account, region, guardrail_id, CAST(:number AS INTEGER), name,"
                    + " CAST(:description AS VARCHAR(200)), profile_arn, kms_key_arn, document,"
                    + " CAST(:revision AS BIGINT), CAST(:at AS BIGINT), CAST(:at AS BIGINT), :token, :fingerprint"
                    + " FROM guardrail_version WHERE account = :account AND region = :region AND guardrail_id = :id"
                    + " AND number = 0"), scope)
                    .bind("number", number)
                    .bind("description", description)
                    .bind("revision", revision)
                    .bind("at", at.toEpochMilli())
                    .bind("token", token.value())
                    .bind("fingerprint", token.fingerprint())
                    .bind("id", id)
                    .execute();
            return new Done(head(handle, scope, id, number).orElseThrow());
        });
    }

    /** One version, whole. */
    public Optional<StoredGuardrail> find(AccountRegion scope, String id, int number) {
        return database.read(handle -> one(handle, "SELECT " + HEAD_COLUMNS + ", v.document" + ONE, scope, id, number)
                .map((row, context) -> new StoredGuardrail(head(row), row.getString("document")))
                .findOne());
    }

    /** One version without its document. */
    public Optional<GuardrailHead> head(AccountRegion scope, String id, int number) {
        return database.read(handle -> head(handle, scope, id, number));
    }

    /**
     * The drafts of an account and region, oldest first.
     *
     * @param token continues a list; null begins it
     * @throws dev.outcrop.store.page.PageTokenException when the token is not of this list
     */
    public Page<GuardrailHead> list(AccountRegion scope, int limit, @Nullable String token) {
        String list = "guardrails/" + scope.account() + "/" + scope.region();
        long after = PageToken.after(list, token);
        return database.read(handle -> {
            List<GuardrailHead> found = page(scoped(handle.createQuery("SELECT " + HEAD_COLUMNS + VERSIONS
                    + "AND v.number = 0 AND g.created_revision > :after ORDER BY g.created_revision LIMIT :most"),
                    scope), after, limit);
            return PageToken.page(list, found, limit, GuardrailHead::ordinal);
        });
    }

    /** The draft and the versions of a guardrail by rising number; empty when there is no such guardrail. */
    public Page<GuardrailHead> listVersions(AccountRegion scope, String id, int limit, @Nullable String token) {
        String list = "versions/" + id;
        long after = PageToken.after(list, token);
        return database.read(handle -> {
            List<GuardrailHead> found = page(scoped(handle.createQuery("SELECT " + HEAD_COLUMNS + VERSIONS
                    + "AND g.id = :id AND v.number > :after ORDER BY v.number LIMIT :most"), scope)
                    .bind("id", id), after, limit);
            return PageToken.page(list, found, limit, GuardrailHead::number);
        });
    }

    /** Deletes one numbered version. Returns whether there was one. */
    public boolean deleteVersion(AccountRegion scope, String id, int number) {
        if (number == DRAFT) {
            throw new IllegalArgumentException("the draft goes only with its guardrail");
        }
        return database.write(handle -> {
            Revisions.next(handle, scope);
            return scoped(handle.createUpdate("DELETE FROM guardrail_version WHERE account = :account"
                    + " AND region = :region AND guardrail_id = :id AND number = :number"), scope)
                    .bind("id", id)
                    .bind("number", number)
                    .execute() > 0;
        });
    }

    /** Deletes a guardrail with its versions and tags. Returns whether there was one. */
    public boolean delete(AccountRegion scope, String id) {
        return database.write(handle -> {
            Revisions.next(handle, scope);
            return scoped(handle.createQuery("SELECT arn FROM guardrail" + OF_GUARDRAIL), scope)
                    .bind("id", id)
                    .mapTo(String.class)
                    .findOne()
                    .map(arn -> TagStore.unregister(handle, arn))
                    .orElse(false);
        });
    }

    /** What a token was used for. */
    private record Made(String id, int number, String fingerprint) {}

    private static GuardrailWrite repeated(Handle handle, AccountRegion scope, IdempotencyToken token, Made earlier) {
        return earlier.fingerprint().equals(token.fingerprint())
                ? new Done(head(handle, scope, earlier.id(), earlier.number()).orElseThrow())
                : Refused.TOKEN_REUSED;
    }

    private static boolean isNameTaken(Handle handle, AccountRegion scope, String name, String exceptId) {
        return scoped(handle.createQuery("SELECT COUNT(*) FROM guardrail WHERE account = :account"
                + " AND region = :region AND name = :name AND id <> :id"), scope)
                .bind("name", name)
                .bind("id", exceptId)
                .mapTo(Integer.class)
                .one() > 0;
    }

    private static Optional<GuardrailHead> head(Handle handle, AccountRegion scope, String id, int number) {
        return one(handle, "SELECT " + HEAD_COLUMNS + ONE, scope, id, number)
                .map((row, context) -> head(row))
                .findOne();
    }

    private static Query one(Handle handle, String query, AccountRegion scope, String id, int number) {
        return scoped(handle.createQuery(query), scope).bind("id", id).bind("number", number);
    }

    private static List<GuardrailHead> page(Query query, long after, int limit) {
        return query.bind("after", after).bind("most", limit + 1).map((row, context) -> head(row)).list();
    }

    private static <S extends SqlStatement<S>> S scoped(S statement, AccountRegion scope) {
        return statement.bind("account", scope.account()).bind("region", scope.region());
    }

    private static <S extends SqlStatement<S>> S content(S statement, GuardrailContent content) {
        return statement.bind("name", content.name())
                .bind("description", content.description())
                .bind("profile", content.profileArn())
                .bind("key", content.kmsKeyArn())
                .bind("document", content.document());
    }

    private static GuardrailHead head(ResultSet row) throws SQLException {
        return new GuardrailHead(
                row.getString("id"),
                row.getString("arn"),
                row.getInt("number"),
                row.getString("name"),
                row.getString("description"),
                row.getString("profile_arn"),
                row.getString("kms_key_arn"),
                row.getLong("revision"),
                row.getLong("created_revision"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")));
    }
}
