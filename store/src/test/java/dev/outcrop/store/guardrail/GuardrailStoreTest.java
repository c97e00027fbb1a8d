package dev.outcrop.store.guardrail;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;

import dev.outcrop.store.Store;
import dev.outcrop.store.guardrail.GuardrailWrite.Done;
import dev.outcrop.store.guardrail.GuardrailWrite.Refused;
import dev.outcrop.store.page.Page;
import dev.outcrop.store.page.PageTokenException;
import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.store.scope.IdempotencyToken;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The same on both databases. */
@Timeout(60)
@ParameterizedClass
@EnumSource(Databases.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardrailStoreTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

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

    private GuardrailStore guardrails() {
        return store().guardrails();
    }

    private static AccountRegion anyAccount() {
        return new AccountRegion(
                Long.toString(ThreadLocalRandom.current().nextLong(100_000_000_000L, 1_000_000_000_000L)),
                "eu-west-1");
    }

    private static String arn(AccountRegion scope, String id) {
        return "arn:aws:bedrock:" + scope.region() + ":" + scope.account() + ":guardrail/" + id;
    }

    private static GuardrailContent content(String name, String document) {
        return new GuardrailContent(name, "about " + name, "arn:profile", "arn:key", document);
    }

    private static NewGuardrail guardrail(AccountRegion scope, String id, String name) {
        return new NewGuardrail(id, arn(scope, id), content(name, "{\"é\":\"\\u0000 😀 '\"}"), Map.of("team", "blue"),
                new IdempotencyToken("create-" + id, "f"), NOON);
    }

    private GuardrailHead create(AccountRegion scope, String id, String name) {
        return done(guardrails().create(scope, guardrail(scope, id, name)));
    }

    private GuardrailWrite createVersion(AccountRegion scope, String id, String token) {
        return guardrails().createVersion(scope, id, "version " + token, new IdempotencyToken(token, "f"), NOON);
    }

    private static GuardrailHead done(GuardrailWrite write) {
        assertThat(write).isInstanceOf(Done.class);
        return ((Done) write).head();
    }

    @Test
    void whatIsWrittenIsRead() {
        AccountRegion scope = anyAccount();
        GuardrailHead head = create(scope, "a1", "first");
        assertThat(head.number()).isEqualTo(GuardrailStore.DRAFT);
        assertThat(head.arn()).isEqualTo(arn(scope, "a1"));
        assertThat(head.name()).isEqualTo("first");
        assertThat(head.description()).isEqualTo("about first");
        assertThat(head.profileArn()).isEqualTo("arn:profile");
        assertThat(head.kmsKeyArn()).isEqualTo("arn:key");
        assertThat(head.createdAt()).isEqualTo(NOON);
        assertThat(head.updatedAt()).isEqualTo(NOON);
        assertThat(guardrails().find(scope, "a1", 0))
                .hasValue(new StoredGuardrail(head, "{\"é\":\"\\u0000 😀 '\"}"));
        assertThat(guardrails().head(scope, "a1", 0)).hasValue(head);
        assertThat(store().tags().list(arn(scope, "a1"))).hasValue(Map.of("team", "blue"));
        assertThat(guardrails().find(scope, "a1", 1)).isEmpty();
        assertThat(guardrails().find(scope, "a2", 0)).isEmpty();
        assertThat(guardrails().find(new AccountRegion(scope.account(), "eu-west-2"), "a1", 0)).isEmpty();
        assertThat(guardrails().find(anyAccount(), "a1", 0)).isEmpty();
    }

    @Test
    void aNameIsTakenOnceInAnAccountAndRegion() {
        AccountRegion scope = anyAccount();
        create(scope, "a", "same");
        assertThat(guardrails().create(scope, guardrail(scope, "b", "same"))).isEqualTo(Refused.NAME_TAKEN);
        assertThat(store().tags().list(arn(scope, "b"))).isEmpty();
        AccountRegion elsewhere = new AccountRegion(scope.account(), "eu-west-2");
        create(elsewhere, "c", "same");
        create(scope, "d", "other");
        assertThat(guardrails().update(scope, "d", content("same", "{}"), NOON)).isEqualTo(Refused.NAME_TAKEN);
        assertThat(guardrails().head(scope, "d", 0)).map(GuardrailHead::name).hasValue("other");
        guardrails().delete(scope, "a");
        done(guardrails().update(scope, "d", content("same", "{}"), NOON));
    }

    @Test
    void anUpdateReplacesTheDraftAndNothingElse() {
        AccountRegion scope = anyAccount();
        GuardrailHead before = create(scope, "a", "name");
        GuardrailHead version = done(createVersion(scope, "a", "t"));
        Instant later = NOON.plusSeconds(5);
        GuardrailHead after = done(guardrails().update(
                scope, "a", new GuardrailContent("renamed", null, null, null, "[2]"), later));
        assertThat(after.revision()).isGreaterThan(before.revision());
        assertThat(after.name()).isEqualTo("renamed");
        assertThat(after.description()).isNull();
        assertThat(after.profileArn()).isNull();
        assertThat(after.kmsKeyArn()).as("kept").isEqualTo("arn:key");
        assertThat(after.createdAt()).isEqualTo(NOON);
        assertThat(after.updatedAt()).isEqualTo(later);
        assertThat(guardrails().find(scope, "a", 0)).hasValue(new StoredGuardrail(after, "[2]"));
        assertThat(guardrails().find(scope, "a", 1))
                .hasValue(new StoredGuardrail(version, guardrail(scope, "a", "name").content().document()));
        assertThat(version.name()).isEqualTo("name");
        assertThat(guardrails().update(scope, "none", content("x", "{}"), NOON)).isEqualTo(Refused.NO_GUARDRAIL);
        assertThat(guardrails().update(scope, "none", content(after.name(), "{}"), NOON))
                .as("whatever its name").isEqualTo(Refused.NO_GUARDRAIL);
    }

    @Test
    void versionsAreNumberedAndNumbersAreNotUsedAgain() {
        AccountRegion scope = anyAccount();
        create(scope, "a", "name");
        GuardrailHead first = done(createVersion(scope, "a", "t1"));
        assertThat(first.number()).isEqualTo(1);
        assertThat(first.description()).isEqualTo("version t1");
        assertThat(done(createVersion(scope, "a", "t2")).number()).isEqualTo(2);
        assertThat(guardrails().deleteVersion(scope, "a", 2)).isTrue();
        assertThat(guardrails().deleteVersion(scope, "a", 2)).isFalse();
        assertThat(guardrails().find(scope, "a", 2)).isEmpty();
        assertThat(done(createVersion(scope, "a", "t3")).number()).isEqualTo(3);
        assertThat(createVersion(scope, "none", "t")).isEqualTo(Refused.NO_GUARDRAIL);
        assertThatThrownBy(() -> guardrails().deleteVersion(scope, "a", 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aGuardrailHasTwentyVersionsAtMost() {
        AccountRegion scope = anyAccount();
        create(scope, "a", "name");
        for (int i = 1; i <= GuardrailStore.MOST_VERSIONS; i++) {
            done(createVersion(scope, "a", "t" + i));
        }
        assertThat(createVersion(scope, "a", "more")).isEqualTo(Refused.TOO_MANY_VERSIONS);
        assertThat(done(createVersion(scope, "a", "t20")).number()).as("a repeat is not a new one").isEqualTo(20);
        guardrails().deleteVersion(scope, "a", 7);
        assertThat(done(createVersion(scope, "a", "more")).number()).isEqualTo(21);
    }

    @Test
    void anAccountHasAHundredGuardrailsAtMost() {
        AccountRegion scope = anyAccount();
        for (int i = 0; i < GuardrailStore.MOST_GUARDRAILS; i++) {
            create(scope, "g" + i, "n" + i);
        }
        assertThat(guardrails().create(scope, guardrail(scope, "more", "more")))
                .isEqualTo(Refused.TOO_MANY_GUARDRAILS);
        create(new AccountRegion(scope.account(), "eu-west-2"), "elsewhere", "more");
        guardrails().delete(scope, "g50");
        create(scope, "more", "more");
    }

    @Test
    void aTokenMakesOneThingOnce() {
        AccountRegion scope = anyAccount();
        GuardrailHead first = create(scope, "a", "name");
        NewGuardrail again = new NewGuardrail("b", arn(scope, "b"), content("name", "{}"), Map.of(),
                new IdempotencyToken("create-a", "f"), NOON.plusSeconds(1));
        assertThat(done(guardrails().create(scope, again))).isEqualTo(first);
        NewGuardrail changed = new NewGuardrail("b", arn(scope, "b"), content("other", "{}"), Map.of(),
                new IdempotencyToken("create-a", "g"), NOON);
        assertThat(guardrails().create(scope, changed)).isEqualTo(Refused.TOKEN_REUSED);
        assertThat(guardrails().list(scope, 10, null).items()).containsExactly(first);

        GuardrailHead version = done(createVersion(scope, "a", "t"));
        assertThat(done(createVersion(scope, "a", "t"))).isEqualTo(version);
        assertThat(guardrails().createVersion(scope, "a", null, new IdempotencyToken("t", "g"), NOON))
                .isEqualTo(Refused.TOKEN_REUSED);
        create(scope, "c", "another");
        assertThat(done(createVersion(scope, "c", "t")).number()).as("a token of another guardrail").isEqualTo(1);
    }

    @Test
    void aDeletedGuardrailLeavesNothing() {
        AccountRegion scope = anyAccount();
        create(scope, "a", "name");
        done(createVersion(scope, "a", "t"));
        assertThat(guardrails().delete(scope, "a")).isTrue();
        assertThat(guardrails().delete(scope, "a")).isFalse();
        assertThat(guardrails().find(scope, "a", 0)).isEmpty();
        assertThat(guardrails().find(scope, "a", 1)).isEmpty();
        assertThat(store().tags().list(arn(scope, "a"))).isEmpty();
        assertThat(guardrails().listVersions(scope, "a", 10, null).items()).isEmpty();
        GuardrailHead again = create(scope, "a", "name");
        assertThat(again.revision()).as("revisions never come back").isGreaterThan(2);
    }

    @Test
    void pagesHoldEachGuardrailOnceWhateverHappensBetweenThem() {
        AccountRegion scope = anyAccount();
        for (int i = 0; i < 7; i++) {
            create(scope, "g" + i, "n" + i);
        }
        Page<GuardrailHead> first = guardrails().list(scope, 3, null);
        assertThat(first.items()).extracting(GuardrailHead::id).containsExactly("g0", "g1", "g2");
        guardrails().delete(scope, "g1");
        guardrails().delete(scope, "g3");
        create(scope, "g7", "n7");
        Page<GuardrailHead> second = guardrails().list(scope, 3, first.next());
        assertThat(second.items()).extracting(GuardrailHead::id).containsExactly("g4", "g5", "g6");
        Page<GuardrailHead> third = guardrails().list(scope, 3, second.next());
        assertThat(third.items()).extracting(GuardrailHead::id).containsExactly("g7");
        assertThat(third.next()).isNull();
        assertThat(guardrails().list(scope, 6, null).next()).as("exactly all").isNull();
    }

    @Test
    void versionsAreListedByNumberDraftFirst() {
        AccountRegion scope = anyAccount();
        create(scope, "a", "name");
        for (int i = 1; i <= 11; i++) {
            done(createVersion(scope, "a", "t" + i));
        }
        List<Integer> numbers = new ArrayList<>();
        String token = null;
        do {
            Page<GuardrailHead> page = guardrails().listVersions(scope, "a", 5, token);
            page.items().forEach(head -> numbers.add(head.number()));
            token = page.next();
        } while (token != null);
        assertThat(numbers).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }

    @Test
    void aTokenOfAnotherListIsRefused() {
        AccountRegion scope = anyAccount();
        create(scope, "a", "n0");
        create(scope, "b", "n1");
        String token = guardrails().list(scope, 1, null).next();
        assertThat(token).isNotNull().matches("[A-Za-z0-9_-]+");
        for (String wrong : List.of("", "!", "x", token + "A", "MTI")) {
            assertThatThrownBy(() -> guardrails().list(scope, 1, wrong)).isInstanceOf(PageTokenException.class);
        }
        assertThatThrownBy(() -> guardrails().list(anyAccount(), 1, token)).isInstanceOf(PageTokenException.class);
        assertThatThrownBy(() -> guardrails().listVersions(scope, "a", 1, token))
                .isInstanceOf(PageTokenException.class);
    }

    @Test
    void ofParallelCreatesOfOneNameOneWins() throws Exception {
        AccountRegion scope = anyAccount();
        List<GuardrailWrite> writes = Parallel.run(16,
                i -> guardrails().create(scope, guardrail(scope, "g" + i, "same")));
        assertThat(writes).filteredOn(Done.class::isInstance).hasSize(1);
        assertThat(writes).filteredOn(write -> write == Refused.NAME_TAKEN).hasSize(15);
        assertThat(guardrails().list(scope, 100, null).items()).hasSize(1);
    }

    @Test
    void parallelCallsWithOneTokenMakeOneGuardrail() throws Exception {
        AccountRegion scope = anyAccount();
        List<GuardrailWrite> writes = Parallel.run(16, i -> guardrails().create(scope, new NewGuardrail(
                "g" + i, arn(scope, "g" + i), content("same", "{}"), Map.of(), new IdempotencyToken("t", "f"), NOON)));
        assertThat(writes).allMatch(write -> write.equals(writes.getFirst())).first().isInstanceOf(Done.class);
    }

    @Test
    void parallelVersionsGetDistinctNumbers() throws Exception {
        AccountRegion scope = anyAccount();
        create(scope, "a", "name");
        List<GuardrailWrite> writes = Parallel.run(24, i -> createVersion(scope, "a", "t" + i));
        Set<Integer> numbers = new TreeSet<>();
        writes.stream().filter(Done.class::isInstance).forEach(write -> numbers.add(done(write).number()));
        assertThat(numbers).hasSize(20).first().isEqualTo(1);
        assertThat(numbers).last().isEqualTo(20);
        assertThat(writes).filteredOn(write -> write == Refused.TOO_MANY_VERSIONS).hasSize(4);
    }
}
