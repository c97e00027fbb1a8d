package dev.outcrop.store.resource;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.outcrop.store.scope.AccountRegion;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/** Rows of the two tables as values, within a transaction that another class has begun. */
final class Rows {
    static final String SELECT = "SELECT * FROM stored_resource";
    static final String OF_KIND = " WHERE account = :account AND region = :region AND kind = :kind";
    static final String ONE = OF_KIND + " AND id = :id";

    /** Parameters of one statement: both databases have a limit. */
    private static final int MOST_AT_ONCE = 1_000;

    private static final Map<String, ResourceKind> KINDS = new HashMap<>();

    static {
        for (ResourceKind kind : ResourceKind.values()) {
            KINDS.put(kind.code(), kind);
        }
    }

    private Rows() {}

    static <S extends SqlStatement<S>> S of(S statement, AccountRegion scope, ResourceKind kind) {
        return statement.bind("account", scope.account())
                .bind("region", scope.region())
                .bind("kind", kind.code());
    }

    static Optional<StoredResource> find(Handle handle, AccountRegion scope, ResourceKind kind, String id) {
        return list(handle, of(handle.createQuery(SELECT + ONE), scope, kind).bind("id", id)).stream().findFirst();
    }

    /** What a query on the first table finds, with what each uses. */
    static List<StoredResource> list(Handle handle, Query query) {
        List<StoredResource> found = query.map((row, context) -> resource(row)).list();
        Map<String, Set<String>> uses = new HashMap<>();
        for (int from = 0; from < found.size(); from += MOST_AT_ONCE) {
            uses(handle, found.subList(from, Math.min(found.size(), from + MOST_AT_ONCE)), uses);
        }
        return found.stream().map(each -> withUses(each, uses.getOrDefault(each.arn(), Set.of()))).toList();
    }

    private static void uses(Handle handle, List<StoredResource> resources, Map<String, Set<String>> into) {
        handle.createQuery("SELECT user_arn, used_arn FROM resource_use WHERE user_arn IN (<arns>)")
                .bindList("arns", resources.stream().map(StoredResource::arn).toList())
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(use -> into.computeIfAbsent(use.getKey(), arn -> new HashSet<>()).add(use.getValue()));
    }

    private static StoredResource withUses(StoredResource resource, Set<String> uses) {
        return uses.isEmpty()
                ? resource
                : new StoredResource(resource.kind(), resource.id(), resource.arn(),
                        resource.content().withUses(uses), resource.weight(), resource.revision(), resource.ordinal(),
                        resource.createdAt(), resource.updatedAt());
    }

    /** Whether all that is to be used is there, in the same account and region. */
    static boolean areThere(Handle handle, AccountRegion scope, Set<String> arns) {
        return arns.stream()
                .allMatch(arn -> handle.createQuery("SELECT COUNT(*) FROM stored_resource WHERE arn = :arn"
                        + " AND account = :account AND region = :region")
                        .bind("arn", arn)
                        .bind("account", scope.account())
                        .bind("region", scope.region())
                        .mapTo(Integer.class)
                        .one() > 0);
    }

    static void use(Handle handle, String user, Set<String> used) {
        handle.createUpdate("DELETE FROM resource_use WHERE user_arn = :user").bind("user", user).execute();
        if (used.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle
                .prepareBatch("INSERT INTO resource_use (user_arn, used_arn) VALUES (:user, :used)");
        used.forEach(arn -> batch.bind("user", user).bind("used", arn).add());
        batch.execute();
    }

    private static StoredResource resource(ResultSet row) throws SQLException {
        ResourceKind kind = KINDS.get(row.getString("kind"));
        if (kind == null) {
            throw new SQLException("a kind of resource that this version does not know");
        }
        return new StoredResource(
                kind,
                row.getString("id"),
                row.getString("arn"),
                new ResourceContent(
                        row.getString("name"),
                        row.getString("status"),
                        row.getString("model_arn"),
                        Set.of(),
                        row.getString("document")),
                row.getLong("weight"),
                row.getLong("revision"),
                row.getLong("created_revision"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")));
    }
}
