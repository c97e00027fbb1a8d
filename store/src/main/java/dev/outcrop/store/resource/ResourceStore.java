package dev.outcrop.store.resource;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.outcrop.store.database.Database;
import dev.outcrop.store.page.Page;
import dev.outcrop.store.page.PageToken;
import dev.outcrop.store.resource.ResourceWrite.Done;
import dev.outcrop.store.resource.ResourceWrite.Refused;
import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.store.scope.IdempotencyToken;
import dev.outcrop.store.scope.Revisions;
import dev.outcrop.store.tag.TagStore;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Resources of all kinds in one table. Thread-safe; blocks.
 *
 * <p>Every change first takes the next revision of its account and region ({@link Revisions}), so that what it checks
 * still holds when it commits, and so that other nodes see by one number that there is something new
 * ({@link #revision}).
 */
public final class ResourceStore {
    private final Database database;

    public ResourceStore(Database database) {
        this.database = database;
    }

    /** Makes a resource and its tags. */
    public ResourceWrite create(AccountRegion scope, NewResource resource) {
        return database.write(handle -> {
            long revision = Revisions.next(handle, scope);
            IdempotencyToken token = resource.token();
            if (token != null) {
                Optional<Made> earlier = made(handle, scope, resource.kind(), token.value());
                if (earlier.isPresent()) {
                    return repeated(handle, scope, resource.kind(), token, earlier.get());
                }
            }
            Refused refusal = refusal(handle, scope, resource.kind(), resource.id(), resource.content());
            if (refusal != null) {
                return refusal;
            }
            Quota quota = resource.quota();
            // Subtracted, as the sum of the two could overflow.
            if (weight(handle, scope, resource.kind(), quota.statuses()) > quota.most() - resource.weight()) {
                return Refused.TOO_MANY;
            }
            insert(handle, scope, resource, revision);
            return new Done(Rows.find(handle, scope, resource.kind(), resource.id()).orElseThrow());
        });
    }

    private static void insert(Handle handle, AccountRegion scope, NewResource resource, long revision) {
        TagStore.register(handle, resource.arn(), resource.tags());
        ResourceContent content = resource.content();
        IdempotencyToken token = resource.token();
        Rows.of(handle.createUpdate("INSERT INTO stored_resource (account, region, kind, id, arn, name, status,"
                + " model_arn, weight, document, revision, created_revision, created_at, updated_at, token,"
                + " token_fingerprint) VALUES (:account, :region, :kind, :id, :arn, :name, :status, :model, :weight,"
                + " :document, :revision, :revision, :at, :at, :token, :fingerprint)"), scope, resource.kind())
                .bind("id", resource.id())
                .bind("arn", resource.arn())
                .bind("name", content.name())
                .bind("status", content.status())
                .bind("model", content.modelArn())
                .bind("weight", resource.weight())
                .bind("document", content.document())
                .bind("revision", revision)
                .bind("at", resource.at().toEpochMilli())
                .bind("token", token == null ? null : token.value())
                .bind("fingerprint", token == null ? null : token.fingerprint())
                .execute();
        Rows.use(handle, resource.arn(), content.uses());
    }

    /**
     * Changes a resource.
     *
     * @param change from what it is to what it is to be. Called while no other change of the account and region can
     *            come between, so that a transition is decided on what is really there. It may throw, which changes
     *            nothing and comes out here; it must not use the store
     */
    public ResourceWrite update(
            AccountRegion scope, ResourceKind kind, String id, Function<StoredResource, ResourceContent> change,
            Instant at) {
        return database.write(handle -> {
            long revision = Revisions.next(handle, scope);
            Optional<StoredResource> current = Rows.find(handle, scope, kind, id);
            return current.isEmpty()
                    ? Refused.NO_RESOURCE
                    : replace(handle, scope, current.get(), change.apply(current.get()), revision, at);
        });
    }

    static ResourceWrite replace(
            Handle handle, AccountRegion scope, StoredResource current, ResourceContent content, long revision,
            Instant at) {
        ResourceKind kind = current.kind();
        Refused refusal = refusal(handle, scope, kind, current.id(), content);
        if (refusal != null) {
            return refusal;
        }
        Rows.of(handle.createUpdate("UPDATE stored_resource SET name = :name, status = :status, model_arn = :model,"
                + " document = :document, revision = :revision, updated_at = :at" + Rows.ONE), scope, kind)
                .bind("name", content.name())
                .bind("status", content.status())
                .bind("model", content.modelArn())
                .bind("document", content.document())
                .bind("revision", revision)
                .bind("at", at.toEpochMilli())
                .bind("id", current.id())
                .execute();
        Rows.use(handle, current.arn(), content.uses());
        return new Done(Rows.find(handle, scope, kind, current.id()).orElseThrow());
    }

    /**
     * Deletes a resource with its tags, unless another one uses it.
     *
     * @param check may throw to refuse, which comes out here; called as the change of {@link #update} is
     */
    public ResourceWrite delete(
            AccountRegion scope, ResourceKind kind, String id, Consumer<StoredResource> check) {
        return database.write(handle -> {
            Revisions.next(handle, scope);
            StoredResource resource = Rows.find(handle, scope, kind, id).orElse(null);
            if (resource == null) {
                return Refused.NO_RESOURCE;
            }
            check.accept(resource);
            if (handle.createQuery("SELECT COUNT(*) FROM resource_use WHERE used_arn = :arn AND user_arn <> :arn")
                    .bind("arn", resource.arn())
                    .mapTo(Integer.class)
                    .one() > 0) {
                return Refused.IN_USE;
            }
            TagStore.unregister(handle, resource.arn());
            return new Done(resource);
        });
    }

    /** The resource with this id. */
    public Optional<StoredResource> find(AccountRegion scope, ResourceKind kind, String id) {
        return database.read(handle -> Rows.find(handle, scope, kind, id));
    }

    /** The resource with this ARN, of whatever kind. */
    public Optional<StoredResource> findByArn(String arn) {
        return database.read(handle -> Rows
                .list(handle, handle.createQuery(Rows.SELECT + " WHERE arn = :arn").bind("arn", arn))
                .stream()
                .findFirst());
    }

    /** The resource with this name; the newest one where names are not unique. */
    public Optional<StoredResource> findByName(AccountRegion scope, ResourceKind kind, String name) {
        return database.read(handle -> Rows
                .list(handle, Rows.of(handle.createQuery(Rows.SELECT + Rows.OF_KIND + " AND name = :name"
                        + " ORDER BY created_revision DESC LIMIT 1"), scope, kind).bind("name", name))
                .stream()
                .findFirst());
    }

    /**
     * The resources that a query admits, in its order.
     *
     * @param token continues a list; null begins it
     * @throws dev.outcrop.store.page.PageTokenException when the token is not of the same query
     */
    public Page<StoredResource> list(
            AccountRegion scope, ResourceKind kind, ResourceQuery query, int limit, @Nullable String token) {
        String list = listName(scope, kind, query);
        long last = PageToken.after(list, token);
        long edge = token == null && !query.ascending() ? Long.MAX_VALUE : last;
        return database.read(handle -> {
            StringBuilder sql = new StringBuilder(Rows.SELECT).append(Rows.OF_KIND);
            sql.append(query.ascending() ? " AND created_revision > :edge" : " AND created_revision < :edge");
            sql.append(query.createdAfter() == null ? "" : " AND created_at > :after");
            sql.append(query.createdBefore() == null ? "" : " AND created_at < :before");
            sql.append(query.status() == null ? "" : " AND status = :status");
            sql.append(query.modelArn() == null ? "" : " AND model_arn = :model");
            // The one way to look for letters that respects their case and escapes nothing, on both databases.
            sql.append(query.nameContains() == null ? "" : " AND REPLACE(name, :part, '') <> name");
            sql.append(" ORDER BY created_revision ").append(query.ascending() ? "ASC" : "DESC");
            Query statement = Rows.of(handle.createQuery(sql.append(" LIMIT :most").toString()), scope, kind)
                    .bind("edge", edge)
                    .bind("most", limit + 1);
            bind(statement, query);
            return PageToken.page(list, Rows.list(handle, statement), limit, StoredResource::ordinal);
        });
    }

    private static void bind(Query statement, ResourceQuery query) {
        Instant after = query.createdAfter();
        if (after != null) {
            statement.bind("after", after.toEpochMilli());
        }
        Instant before = query.createdBefore();
        if (before != null) {
            statement.bind("before", before.toEpochMilli());
        }
        if (query.status() != null) {
            statement.bind("status", query.status());
        }
        if (query.modelArn() != null) {
            statement.bind("model", query.modelArn());
        }
        if (query.nameContains() != null) {
            statement.bind("part", query.nameContains());
        }
    }

    /** All of a kind, oldest first. */
    public List<StoredResource> all(AccountRegion scope, ResourceKind kind) {
        return database.read(handle -> Rows.list(handle, Rows.of(handle.createQuery(
                Rows.SELECT + Rows.OF_KIND + " ORDER BY created_revision"), scope, kind)));
    }

    /** How many of a kind have one of these statuses; of none given, how many there are. */
    public long count(AccountRegion scope, ResourceKind kind, Collection<String> statuses) {
        return database.read(handle -> sum(handle, "COUNT(*)", scope, kind, statuses));
    }

    /** The last change of anything in an account and region: what has been read stays true until this changes. */
    public long revision(AccountRegion scope) {
        return database.read(handle -> Revisions.current(handle, scope));
    }

    /** What a token was used for. */
    private record Made(String id, String fingerprint) {}

    private static Optional<Made> made(Handle handle, AccountRegion scope, ResourceKind kind, String token) {
        return Rows.of(handle.createQuery("SELECT id, token_fingerprint FROM stored_resource" + Rows.OF_KIND
                + " AND token = :token"), scope, kind)
                .bind("token", token)
                .map((row, context) -> new Made(row.getString(1), row.getString(2)))
                .findOne();
    }

    private static ResourceWrite repeated(
            Handle handle, AccountRegion scope, ResourceKind kind, IdempotencyToken token, Made earlier) {
        return earlier.fingerprint().equals(token.fingerprint())
                ? new Done(Rows.find(handle, scope, kind, earlier.id()).orElseThrow())
                : Refused.TOKEN_REUSED;
    }

    private static @Nullable Refused refusal(
            Handle handle, AccountRegion scope, ResourceKind kind, String id, ResourceContent content) {
        if (kind.hasUniqueNames()
                && Rows.of(handle.createQuery("SELECT COUNT(*) FROM stored_resource" + Rows.OF_KIND
                        + " AND name = :name AND id <> :id"), scope, kind)
                        .bind("name", content.name())
                        .bind("id", id)
                        .mapTo(Integer.class)
                        .one() > 0) {
            return Refused.NAME_TAKEN;
        }
        return Rows.areThere(handle, scope, content.uses()) ? null : Refused.NO_USED_RESOURCE;
    }

    private static long weight(Handle handle, AccountRegion scope, ResourceKind kind, Set<String> statuses) {
        return sum(handle, "COALESCE(SUM(weight), 0)", scope, kind, statuses);
    }

    private static long sum(
            Handle handle, String what, AccountRegion scope, ResourceKind kind, Collection<String> statuses) {
        Query query = Rows.of(handle.createQuery("SELECT " + what + " FROM stored_resource" + Rows.OF_KIND
                + (statuses.isEmpty() ? "" : " AND status IN (<statuses>)")), scope, kind);
        if (!statuses.isEmpty()) {
            query.bindList("statuses", List.copyOf(statuses));
        }
        return query.mapTo(Long.class).one();
    }

    /** Names a list by all that it depends on, shortly: a token has 2,048 characters at most. */
    private static String listName(AccountRegion scope, ResourceKind kind, ResourceQuery query) {
        String all = Arrays.asList(
                scope.account(),
                scope.region(),
                query.ascending(),
                query.createdAfter(),
                query.createdBefore(),
                query.status(),
                query.nameContains(),
                query.modelArn()).toString();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return kind.code() + "/" + HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
