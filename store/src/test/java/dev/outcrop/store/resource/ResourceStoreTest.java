package dev.outcrop.store.resource;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.outcrop.store.Store;
import dev.outcrop.store.page.Page;
import dev.outcrop.store.page.PageTokenException;
import dev.outcrop.store.resource.ResourceWrite.Done;
import dev.outcrop.store.resource.ResourceWrite.Refused;
import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.store.scope.IdempotencyToken;
import dev.outcrop.store.tag.TagStore.Tagging;
import dev.outcrop.store.testing.Databases;
import dev.outcrop.store.testing.Parallel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.outcrop.store.resource.Given.NOON;
import static dev.outcrop.store.resource.Given.anyAccount;
import static dev.outcrop.store.resource.Given.arn;
import static dev.outcrop.store.resource.Given.content;
import static dev.outcrop.store.resource.Given.done;
import static dev.outcrop.store.resource.Given.resource;
import static dev.outcrop.store.resource.ResourceKind.CUSTOM_MODEL;
import static dev.outcrop.store.resource.ResourceKind.CUSTOM_MODEL_DEPLOYMENT;
import static dev.outcrop.store.resource.ResourceKind.INFERENCE_PROFILE;
import static dev.outcrop.store.resource.ResourceKind.MODEL_IMPORT_JOB;
import static dev.outcrop.store.resource.ResourceKind.PROVISIONED_THROUGHPUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The same on both databases. */
@Timeout(60)
@ParameterizedClass
@EnumSource(Databases.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResourceStoreTest {

    @Parameter
    Databases database = Databases.SQLITE;

    @TempDir
    static Path folder;

    private @Nullable Store opened;

    @BeforeAll
    void open() {
        opened = database.open(folder);
    }

    @AfterAll
    void close() {
        store().close();
    }

    private Store store() {
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }

    private ResourceStore resources() {
        return store().resources();
    }

    private StoredResource create(AccountRegion scope, ResourceKind kind, String id, ResourceContent content) {
        return done(resources().create(scope, resource(scope, kind, id, content)));
    }

    private StoredResource model(AccountRegion scope, String id) {
        return create(scope, CUSTOM_MODEL, id, content("name-" + id));
    }

    private ResourceWrite delete(AccountRegion scope, ResourceKind kind, String id) {
        return resources().delete(scope, kind, id, resource -> {});
    }

    @Test
    void whatIsWrittenIsRead() {
        AccountRegion scope = anyAccount();
        model(scope, "base");
        ResourceContent content = new ResourceContent(
                "first", "Active", "arn:model", Set.of(arn(scope, CUSTOM_MODEL, "base")), Given.DOCUMENT);
        StoredResource made = create(scope, PROVISIONED_THROUGHPUT, "a1", content);
        assertThat(made.content()).isEqualTo(content);
        assertThat(made.kind()).isEqualTo(PROVISIONED_THROUGHPUT);
        assertThat(made.arn()).isEqualTo(arn(scope, PROVISIONED_THROUGHPUT, "a1"));
        assertThat(made.createdAt()).isEqualTo(NOON);
        assertThat(made.updatedAt()).isEqualTo(NOON);
        assertThat(made.weight()).isEqualTo(1);
        assertThat(resources().find(scope, PROVISIONED_THROUGHPUT, "a1")).hasValue(made);
        assertThat(resources().findByArn(made.arn())).hasValue(made);
        assertThat(resources().findByName(scope, PROVISIONED_THROUGHPUT, "first")).hasValue(made);
        assertThat(resources().all(scope, PROVISIONED_THROUGHPUT)).containsExactly(made);
        assertThat(store().tags().list(made.arn())).hasValue(Map.of("team", "blue"));
        assertThat(store().tags().tag(made.arn(), Map.of("b", "c"))).isEqualTo(Tagging.DONE);
        assertThat(resources().find(scope, CUSTOM_MODEL, "a1")).as("another kind").isEmpty();
        assertThat(resources().findByName(scope, CUSTOM_MODEL, "first")).isEmpty();
        assertThat(resources().findByArn(made.arn() + "x")).isEmpty();
        assertThat(resources().find(new AccountRegion(scope.account(), "eu-west-2"), PROVISIONED_THROUGHPUT, "a1"))
                .isEmpty();
        assertThat(resources().find(anyAccount(), PROVISIONED_THROUGHPUT, "a1")).isEmpty();
    }

    @Test
    void namesAreTakenOnceWhereTheKindSaysSo() {
        AccountRegion scope = anyAccount();
        create(scope, CUSTOM_MODEL, "a", content("same"));
        assertThat(resources().create(scope, resource(scope, CUSTOM_MODEL, "b", content("same"))))
                .isEqualTo(Refused.NAME_TAKEN);
        assertThat(store().tags().list(arn(scope, CUSTOM_MODEL, "b"))).isEmpty();
        create(new AccountRegion(scope.account(), "eu-west-2"), CUSTOM_MODEL, "c", content("same"));
        create(scope, CUSTOM_MODEL_DEPLOYMENT, "a", content("same"));
        create(scope, CUSTOM_MODEL, "d", content("other"));
        assertThat(resources().update(scope, CUSTOM_MODEL, "d", resource -> content("same"), NOON))
                .isEqualTo(Refused.NAME_TAKEN);
        done(delete(scope, CUSTOM_MODEL, "a"));
        done(resources().update(scope, CUSTOM_MODEL, "d", resource -> content("same"), NOON));

        create(scope, INFERENCE_PROFILE, "p1", content("same"));
        StoredResource newest = create(scope, INFERENCE_PROFILE, "p2", content("same"));
        assertThat(resources().findByName(scope, INFERENCE_PROFILE, "same")).hasValue(newest);
    }

    @Test
    void anUpdateReplacesTheContentAndNothingElse() {
        AccountRegion scope = anyAccount();
        StoredResource before = model(scope, "a");
        StoredResource other = model(scope, "b");
        Instant later = NOON.plusSeconds(5);
        ResourceContent content = new ResourceContent("renamed", "Failed", "arn:m", Set.of(other.arn()), "[2]");
        StoredResource after = done(resources().update(scope, CUSTOM_MODEL, "a", resource -> {
            assertThat(resource).isEqualTo(before);
            return content;
        }, later));
        assertThat(after.content()).isEqualTo(content);
        assertThat(after.revision()).isGreaterThan(before.revision());
        assertThat(after.ordinal()).isEqualTo(before.ordinal());
        assertThat(after.createdAt()).isEqualTo(NOON);
        assertThat(after.updatedAt()).isEqualTo(later);
        assertThat(resources().find(scope, CUSTOM_MODEL, "a")).hasValue(after);
        assertThat(resources().find(scope, CUSTOM_MODEL, "b")).hasValue(other);
        assertThat(resources().update(scope, CUSTOM_MODEL, "none", resource -> content, NOON))
                .isEqualTo(Refused.NO_RESOURCE);
    }

    @Test
    void aChangeThatThrowsChangesNothing() {
        AccountRegion scope = anyAccount();
        StoredResource before = model(scope, "a");
        assertThatThrownBy(() -> resources().update(scope, CUSTOM_MODEL, "a", resource -> {
            throw new IllegalStateException("no");
        }, NOON)).isInstanceOf(IllegalStateException.class).hasMessage("no");
        assertThatThrownBy(() -> resources().delete(scope, CUSTOM_MODEL, "a", resource -> {
            throw new IllegalStateException("no");
        })).hasMessage("no");
        assertThat(resources().find(scope, CUSTOM_MODEL, "a")).hasValue(before);
    }

    @Test
    void whatIsUsedStays() {
        AccountRegion scope = anyAccount();
        StoredResource model = model(scope, "m");
        StoredResource second = model(scope, "m2");
        create(scope, CUSTOM_MODEL_DEPLOYMENT, "d", content("d").withUses(Set.of(model.arn())));
        create(scope, PROVISIONED_THROUGHPUT, "p", content("p").withUses(Set.of(model.arn(), second.arn())));
        assertThat(delete(scope, CUSTOM_MODEL, "m")).isEqualTo(Refused.IN_USE);
        assertThat(resources().find(scope, CUSTOM_MODEL, "m")).hasValue(model);
        done(delete(scope, CUSTOM_MODEL_DEPLOYMENT, "d"));
        assertThat(delete(scope, CUSTOM_MODEL, "m")).isEqualTo(Refused.IN_USE);
        done(resources().update(scope, PROVISIONED_THROUGHPUT, "p",
                resource -> resource.content().withUses(Set.of(second.arn())), NOON));
        assertThat(done(delete(scope, CUSTOM_MODEL, "m"))).isEqualTo(model);
        assertThat(delete(scope, CUSTOM_MODEL, "m2")).isEqualTo(Refused.IN_USE);
    }

    @Test
    void whatIsNotThereCannotBeUsed() {
        AccountRegion scope = anyAccount();
        StoredResource elsewhere = model(anyAccount(), "elsewhere");
        for (String missing : List.of(arn(scope, CUSTOM_MODEL, "none"), elsewhere.arn())) {
            ResourceContent content = content("p").withUses(Set.of(missing));
            assertThat(resources().create(scope, resource(scope, PROVISIONED_THROUGHPUT, "p", content)))
                    .isEqualTo(Refused.NO_USED_RESOURCE);
        }
        StoredResource model = model(scope, "m");
        assertThat(resources().update(scope, CUSTOM_MODEL, "m",
                resource -> resource.content().withUses(Set.of(elsewhere.arn())), NOON))
                .isEqualTo(Refused.NO_USED_RESOURCE);
        assertThat(resources().find(scope, CUSTOM_MODEL, "m")).hasValue(model);
    }

    @Test
    void quotasCountWeightsAndTheStatusesThatMatter() {
        AccountRegion scope = anyAccount();
        assertThat(units(scope, "a", 3, Quota.of(4))).isInstanceOf(Done.class);
        assertThat(units(scope, "b", 2, Quota.of(4))).isEqualTo(Refused.TOO_MANY);
        assertThat(units(scope, "c", Long.MAX_VALUE, Quota.of(4))).isEqualTo(Refused.TOO_MANY);
        assertThat(units(scope, "d", 1, Quota.of(4))).isInstanceOf(Done.class);
        assertThat(units(scope, "d", 1, Quota.of(4))).as("a repeat is not a new one").isInstanceOf(Done.class);
        assertThat(units(scope, "e", 1, Quota.of(0))).isEqualTo(Refused.TOO_MANY);
        assertThat(units(scope, "e", 1, new Quota(1, Set.of("Creating")))).isInstanceOf(Done.class);
        done(resources().update(scope, PROVISIONED_THROUGHPUT, "e",
                resource -> resource.content().withStatus("Creating"), NOON));
        assertThat(units(scope, "f", 1, new Quota(1, Set.of("Creating", "x")))).isEqualTo(Refused.TOO_MANY);
        done(delete(scope, PROVISIONED_THROUGHPUT, "e"));
        assertThat(units(scope, "f", 1, new Quota(1, Set.of("Creating", "x")))).isInstanceOf(Done.class);
    }

    private ResourceWrite units(AccountRegion scope, String id, long weight, Quota quota) {
        return resources().create(scope, new NewResource(PROVISIONED_THROUGHPUT, id,
                arn(scope, PROVISIONED_THROUGHPUT, id), content(id), Map.of(), new IdempotencyToken(id, "f"), weight,
                quota, NOON));
    }

    @Test
    void aTokenMakesOneThingOnce() {
        AccountRegion scope = anyAccount();
        StoredResource first = model(scope, "a");
        assertThat(done(resources().create(scope, tokened(scope, "b", "create-a", "f")))).isEqualTo(first);
        assertThat(resources().create(scope, tokened(scope, "b", "create-a", "g"))).isEqualTo(Refused.TOKEN_REUSED);
        assertThat(resources().all(scope, CUSTOM_MODEL)).containsExactly(first);
        create(scope, CUSTOM_MODEL_DEPLOYMENT, "a", content("x"));
        NewResource without = new NewResource(CUSTOM_MODEL, "c", arn(scope, CUSTOM_MODEL, "c"), content("c"),
                Map.of(), null, 1, Quota.NONE, NOON);
        done(resources().create(scope, without));
    }

    private static NewResource tokened(AccountRegion scope, String id, String token, String fingerprint) {
        return new NewResource(CUSTOM_MODEL, id, arn(scope, CUSTOM_MODEL, id), content("other"), Map.of(),
                new IdempotencyToken(token, fingerprint), 1, Quota.NONE, NOON);
    }

    @Test
    void aDeletedResourceLeavesNothing() {
        AccountRegion scope = anyAccount();
        StoredResource made = model(scope, "a");
        assertThat(done(delete(scope, CUSTOM_MODEL, "a"))).isEqualTo(made);
        assertThat(delete(scope, CUSTOM_MODEL, "a")).isEqualTo(Refused.NO_RESOURCE);
        assertThat(resources().findByArn(made.arn())).isEmpty();
        assertThat(store().tags().list(made.arn())).isEmpty();
        assertThat(resources().all(scope, CUSTOM_MODEL)).isEmpty();
        assertThat(model(scope, "a").revision()).as("revisions never come back").isGreaterThan(2);
    }

    @Test
    void pagesHoldEachResourceOnceInBothOrders() {
        AccountRegion scope = anyAccount();
        for (int i = 0; i < 7; i++) {
            model(scope, "m" + i);
        }
        create(scope, INFERENCE_PROFILE, "p", content("not a model"));
        Page<StoredResource> first = resources().list(scope, CUSTOM_MODEL, ResourceQuery.OLDEST_FIRST, 3, null);
        assertThat(first.items()).extracting(StoredResource::id).containsExactly("m0", "m1", "m2");
        done(delete(scope, CUSTOM_MODEL, "m1"));
        done(delete(scope, CUSTOM_MODEL, "m3"));
        model(scope, "m7");
        assertThat(rest(scope, ResourceQuery.OLDEST_FIRST, 3, first.next())).containsExactly("m4", "m5", "m6", "m7");
        assertThat(rest(scope, ResourceQuery.ALL, 2, null)).containsExactly("m7", "m6", "m5", "m4", "m2", "m0");
        assertThat(resources().list(scope, CUSTOM_MODEL, ResourceQuery.ALL, 6, null).next()).as("exactly all")
                .isNull();
    }

    private List<String> rest(AccountRegion scope, ResourceQuery query, int limit, @Nullable String token) {
        List<String> ids = new ArrayList<>();
        String next = token;
        do {
            Page<StoredResource> page = resources().list(scope, CUSTOM_MODEL, query, limit, next);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            page.items().forEach(resource -> ids.add(resource.id()));
            next = page.next();
        } while (next != null);
        return ids;
    }

    @Test
    void filtersAllHold() {
        AccountRegion scope = anyAccount();
        for (int i = 0; i < 6; i++) {
            NewResource resource = new NewResource(CUSTOM_MODEL, "m" + i, arn(scope, CUSTOM_MODEL, "m" + i),
                    new ResourceContent((i % 2 == 0 ? "Even_" : "odd%") + i, i < 4 ? "Active" : "Failed",
                            i == 3 ? null : "arn:" + i % 3, Set.of(), "{}"),
                    Map.of(), null, 1, Quota.NONE, NOON.plusSeconds(i));
            done(resources().create(scope, resource));
        }
        assertThat(found(scope, null, null, null, null, null)).containsExactly("m5", "m4", "m3", "m2", "m1", "m0");
        assertThat(found(scope, NOON.plusSeconds(1), null, null, null, null)).containsExactly("m5", "m4", "m3", "m2");
        assertThat(found(scope, NOON, NOON.plusSeconds(3), null, null, null)).containsExactly("m2", "m1");
        assertThat(found(scope, null, null, "Failed", null, null)).containsExactly("m5", "m4");
        assertThat(found(scope, null, null, null, "even", null)).as("in this case").isEmpty();
        assertThat(found(scope, null, null, null, "Even_", null)).containsExactly("m4", "m2", "m0");
        assertThat(found(scope, null, null, null, "d%", null)).containsExactly("m5", "m3", "m1");
        assertThat(found(scope, null, null, null, "_%", null)).as("letters, not a pattern").isEmpty();
        assertThat(found(scope, null, null, null, null, "arn:0")).containsExactly("m0");
        assertThat(found(scope, NOON, null, "Active", "v", "arn:2")).containsExactly("m2");
    }

    private List<String> found(
            AccountRegion scope, @Nullable Instant after, @Nullable Instant before, @Nullable String status,
            @Nullable String name, @Nullable String modelArn) {
        return rest(scope, new ResourceQuery(false, after, before, status, name, modelArn), 2, null);
    }

    @Test
    void aTokenOfAnotherListIsRefused() {
        AccountRegion scope = anyAccount();
        model(scope, "a");
        model(scope, "b");
        create(scope, INFERENCE_PROFILE, "a", content("p"));
        String token = resources().list(scope, CUSTOM_MODEL, ResourceQuery.ALL, 1, null).next();
        assertThat(token).isNotNull().matches("[A-Za-z0-9_-]{1,200}");
        for (String wrong : List.of("", "!", "x", token + "A", "MTI")) {
            assertThatThrownBy(() -> resources().list(scope, CUSTOM_MODEL, ResourceQuery.ALL, 1, wrong))
                    .isInstanceOf(PageTokenException.class);
        }
        assertThatThrownBy(() -> resources().list(scope, CUSTOM_MODEL, ResourceQuery.OLDEST_FIRST, 1, token))
                .isInstanceOf(PageTokenException.class);
        assertThatThrownBy(() -> resources().list(scope, INFERENCE_PROFILE, ResourceQuery.ALL, 1, token))
                .isInstanceOf(PageTokenException.class);
        assertThatThrownBy(() -> resources().list(anyAccount(), CUSTOM_MODEL, ResourceQuery.ALL, 1, token))
                .isInstanceOf(PageTokenException.class);
        ResourceQuery named = new ResourceQuery(false, null, null, null, "a", null);
        assertThatThrownBy(() -> resources().list(scope, CUSTOM_MODEL, named, 1, token))
                .isInstanceOf(PageTokenException.class);
    }

    @Test
    void countsByStatus() {
        AccountRegion scope = anyAccount();
        create(scope, MODEL_IMPORT_JOB, "a", content("a"));
        create(scope, MODEL_IMPORT_JOB, "b", content("b").withStatus("InProgress"));
        create(scope, MODEL_IMPORT_JOB, "c", content("c").withStatus("Failed"));
        assertThat(resources().count(scope, MODEL_IMPORT_JOB, List.of())).isEqualTo(3);
        assertThat(resources().count(scope, MODEL_IMPORT_JOB, List.of("InProgress", "Failed"))).isEqualTo(2);
        assertThat(resources().count(scope, MODEL_IMPORT_JOB, List.of("none"))).isZero();
        assertThat(resources().count(scope, CUSTOM_MODEL, List.of())).isZero();
    }

    @Test
    void everyChangeIsSeenByTheRevision() {
        AccountRegion scope = anyAccount();
        assertThat(resources().revision(scope)).isZero();
        model(scope, "a");
        long made = resources().revision(scope);
        done(resources().update(scope, CUSTOM_MODEL, "a", StoredResource::content, NOON));
        long changed = resources().revision(scope);
        done(delete(scope, CUSTOM_MODEL, "a"));
        long deleted = resources().revision(scope);
        assertThat(List.of(0L, made, changed, deleted)).isSorted().doesNotHaveDuplicates();
        model(anyAccount(), "a");
        assertThat(resources().revision(scope)).as("of another account").isEqualTo(deleted);
    }

    @Test
    void ofParallelCreatesOfOneNameOneWins() throws Exception {
        AccountRegion scope = anyAccount();
        List<ResourceWrite> writes = Parallel.run(
                16,
                i -> resources().create(scope, resource(scope, CUSTOM_MODEL, "m" + i, content("same"))));
        assertThat(writes).filteredOn(Done.class::isInstance).hasSize(1);
        assertThat(writes).filteredOn(write -> write == Refused.NAME_TAKEN).hasSize(15);
        assertThat(resources().all(scope, CUSTOM_MODEL)).hasSize(1);
    }

    @Test
    void parallelCallsWithOneTokenMakeOneResource() throws Exception {
        AccountRegion scope = anyAccount();
        List<ResourceWrite> writes = Parallel.run(
                16,
                i -> resources().create(scope, tokened(scope, "m" + i, "t", "f")));
        assertThat(writes).allMatch(write -> write.equals(writes.getFirst())).first().isInstanceOf(Done.class);
    }

    @Test
    void parallelCreatesDoNotExceedAQuota() throws Exception {
        AccountRegion scope = anyAccount();
        List<ResourceWrite> writes = Parallel.run(16, i -> units(scope, "p" + i, 2, Quota.of(7)));
        assertThat(writes).filteredOn(Done.class::isInstance).hasSize(3);
    }

    /** A use that begins while what it would use is deleted: one of the two happens. */
    @Test
    void nothingUsesWhatIsDeletedAtTheSameTime() throws Exception {
        for (int round = 0; round < 10; round++) {
            AccountRegion scope = anyAccount();
            StoredResource model = model(scope, "m");
            List<ResourceWrite> writes = Parallel.run(2, i -> i == 0
                    ? delete(scope, CUSTOM_MODEL, "m")
                    : resources().create(scope, resource(scope, CUSTOM_MODEL_DEPLOYMENT, "d",
                            content("d").withUses(Set.of(model.arn())))));
            assertThat(writes).filteredOn(Done.class::isInstance).hasSize(1);
        }
    }
}
