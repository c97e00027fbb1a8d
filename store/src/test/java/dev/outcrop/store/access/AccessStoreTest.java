package dev.outcrop.store.access;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.outcrop.store.Store;
import dev.outcrop.store.access.StoredCredential.Kind;
import dev.outcrop.store.access.StoredCredential.Status;
import dev.outcrop.store.testing.Databases;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The same on both databases. */
@Timeout(60)
class AccessStoreTest {
    private static final Target ALICE = new Target(Target.Kind.USER, "alice");
    private static final Target READER = new Target(Target.Kind.ROLE, "reader");
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final String account = UUID.randomUUID().toString().substring(0, 12);

    @TempDir
    Path folder;

    private static StoredIdentity identity(Target target, Map<String, String> tags) {
        return new StoredIdentity(target, UUID.randomUUID().toString().substring(0, 30), null, tags, NOW);
    }

    private static StoredCredential credential(String id, Kind kind, Target owner, @Nullable Instant expiresAt) {
        return new StoredCredential(
                id, kind, owner, kind == Kind.SESSION ? "s" : null, Status.ACTIVE, "sealed",
                kind == Kind.SESSION ? "hash" : null, kind == Kind.API_KEY ? UUID.randomUUID().toString() : null, NOW,
                expiresAt);
    }

    private AccessWrite add(AccessStore store, StoredCredential credential, String... policies) {
        return store.addCredential(account, credential, "key", List.of(policies), NOW);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsLoadedAndEveryChangeHasItsRevision(Databases database) {
        try (Store opened = database.open(folder)) {
            AccessStore store = opened.access();
            assertThat(store.load(account)).isEqualTo(
                    new AccessRecords(0, null, List.of(), List.of(), List.of(), List.of()));
            store.putPolicy(account, "p", "{}", NOW);
            assertThat(store.revision(account)).isEqualTo(1);
            StoredIdentity alice = identity(ALICE, Map.of("team", "blue"));
            store.putIdentity(account, alice);
            store.putIdentity(account, identity(READER, Map.of()));
            StoredCredential key = credential("AKIA1", Kind.ACCESS_KEY, ALICE, null);
            StoredCredential session = credential("ASIA1", Kind.SESSION, READER, NOW.plusSeconds(60));
            StoredCredential api = credential("ACCA1", Kind.API_KEY, ALICE, NOW.plusSeconds(60));
            assertThat(add(store, key)).isEqualTo(AccessWrite.DONE);
            assertThat(add(store, session, "p")).isEqualTo(AccessWrite.DONE);
            assertThat(add(store, api)).isEqualTo(AccessWrite.DONE);
            assertThat(store.attach(account, ALICE, "p")).isEqualTo(AccessWrite.DONE);
            AccessRecords records = store.load(account);
            assertThat(records.revision()).isEqualTo(7);
            assertThat(records.keyFingerprint()).isEqualTo("key");
            assertThat(records.identities()).hasSize(2).first().isEqualTo(alice);
            assertThat(records.credentials()).containsExactlyInAnyOrder(key, session, api);
            assertThat(records.policies()).containsExactly(new StoredPolicy("p", "{}", NOW));
            assertThat(records.attachments()).containsExactly(
                    new AccessRecords.Attachment(new Target(Target.Kind.KEY, "ASIA1"), "p"),
                    new AccessRecords.Attachment(ALICE, "p"));
            // Another account sees nothing of it.
            assertThat(store.load("000000000000").credentials()).doesNotContain(key);
        }
    }

    @ParameterizedTest
    @EnumSource
    void revokedCredentialsLoseTheirSecretsForEver(Databases database) {
        try (Store opened = database.open(folder)) {
            AccessStore store = opened.access();
            store.putIdentity(account, identity(ALICE, Map.of()));
            add(store, credential("AKIA1", Kind.ACCESS_KEY, ALICE, null));
            assertThat(store.setStatus(account, "AKIA1", Status.INACTIVE)).isEqualTo(AccessWrite.DONE);
            assertThat(only(store).status()).isEqualTo(Status.INACTIVE);
            assertThat(only(store).secret()).isEqualTo("sealed");
            assertThat(store.setStatus(account, "AKIA1", Status.ACTIVE)).isEqualTo(AccessWrite.DONE);
            long before = store.revision(account);
            assertThat(store.setStatus(account, "AKIA1", Status.REVOKED)).isEqualTo(AccessWrite.DONE);
            assertThat(store.revision(account)).isEqualTo(before + 1);
            assertThat(only(store).secret()).isEmpty();
            assertThat(store.setStatus(account, "AKIA1", Status.ACTIVE)).isEqualTo(AccessWrite.REVOKED);
            assertThat(store.setStatus(account, "AKIA1", Status.REVOKED)).isEqualTo(AccessWrite.DONE);
            assertThat(store.setStatus(account, "AKIA2", Status.REVOKED)).isEqualTo(AccessWrite.NO_TARGET);
        }
    }

    private StoredCredential only(AccessStore store) {
        return store.load(account).credentials().getFirst();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsRefusedChangesNothing(Databases database) {
        try (Store opened = database.open(folder)) {
            AccessStore store = opened.access();
            store.putPolicy(account, "p", "{}", NOW);
            store.putIdentity(account, identity(ALICE, Map.of()));
            add(store, credential("AKIA1", Kind.ACCESS_KEY, ALICE, null));
            add(store, credential("AKIA2", Kind.ACCESS_KEY, ALICE, null));
            store.attach(account, ALICE, "p");
            AccessRecords before = store.load(account);
            assertThat(add(store, credential("AKIA3", Kind.ACCESS_KEY, ALICE, null))).isEqualTo(AccessWrite.TOO_MANY);
            assertThat(add(store, credential("ACCA1", Kind.API_KEY, ALICE, null), "q"))
                    .isEqualTo(AccessWrite.NO_POLICY);
            assertThat(store.addCredential(account, credential("AKIA4", Kind.ACCESS_KEY, READER, null), "other key",
                    List.of(), NOW)).isEqualTo(AccessWrite.OTHER_KEY);
            assertThat(store.attach(account, ALICE, "q")).isEqualTo(AccessWrite.NO_POLICY);
            assertThat(store.attach(account, READER, "p")).isEqualTo(AccessWrite.NO_TARGET);
            assertThat(store.attach(account, new Target(Target.Kind.KEY, "AKIA9"), "p"))
                    .isEqualTo(AccessWrite.NO_TARGET);
            assertThat(store.attach(account, new Target(Target.Kind.ROOT, ""), "p")).isEqualTo(AccessWrite.NO_TARGET);
            assertThat(store.detach(account, ALICE, "q")).isEqualTo(AccessWrite.NO_TARGET);
            assertThat(store.setBoundary(account, ALICE, "q")).isEqualTo(AccessWrite.NO_POLICY);
            assertThat(store.setBoundary(account, READER, "p")).isEqualTo(AccessWrite.NO_TARGET);
            assertThat(store.deletePolicy(account, "p")).isEqualTo(AccessWrite.IN_USE);
            assertThat(store.deletePolicy(account, "q")).isEqualTo(AccessWrite.NO_POLICY);
            assertThat(store.load(account)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void policiesComeAndGo(Databases database) {
        try (Store opened = database.open(folder)) {
            AccessStore store = opened.access();
            store.putIdentity(account, identity(ALICE, Map.of("a", "1")));
            store.putIdentity(account, identity(ALICE, Map.of("a", "2", "b", "3")));
            assertThat(store.load(account).identities()).singleElement()
                    .satisfies(alice -> assertThat(alice.tags()).isEqualTo(Map.of("a", "2", "b", "3")));
            for (int i = 0; i <= AccessStore.MOST_POLICIES; i++) {
                store.putPolicy(account, "p" + i, "{}", NOW);
                assertThat(store.attach(account, ALICE, "p" + i))
                        .isEqualTo(i < AccessStore.MOST_POLICIES ? AccessWrite.DONE : AccessWrite.TOO_MANY);
            }
            store.putPolicy(account, "p0", "{\"new\":1}", NOW.plusSeconds(1));
            assertThat(store.load(account).policies())
                    .contains(new StoredPolicy("p0", "{\"new\":1}", NOW.plusSeconds(1)));
            assertThat(store.detach(account, ALICE, "p0")).isEqualTo(AccessWrite.DONE);
            assertThat(store.setBoundary(account, ALICE, "p0")).isEqualTo(AccessWrite.DONE);
            assertThat(store.load(account).identities().getFirst().boundary()).isEqualTo("p0");
            assertThat(store.deletePolicy(account, "p0")).isEqualTo(AccessWrite.IN_USE);
            assertThat(store.setBoundary(account, ALICE, null)).isEqualTo(AccessWrite.DONE);
            assertThat(store.deletePolicy(account, "p0")).isEqualTo(AccessWrite.DONE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void expiredSessionsAreForgottenAndAResetForgetsAll(Databases database) {
        try (Store opened = database.open(folder)) {
            AccessStore store = opened.access();
            store.putIdentity(account, identity(READER, Map.of("a", "1")));
            add(store, credential("ASIA1", Kind.SESSION, READER, NOW.minusSeconds(1)));
            add(store, credential("ASIA2", Kind.SESSION, READER, NOW));
            add(store, credential("ASIA3", Kind.SESSION, READER, NOW.plusSeconds(1)));
            assertThat(store.load(account).credentials()).extracting(StoredCredential::id)
                    .containsExactly("ASIA2", "ASIA3");
            store.reset(account);
            AccessRecords records = store.load(account);
            assertThat(records).isEqualTo(new AccessRecords(
                    5, null, List.of(), List.of(), List.of(), List.of()));
        }
    }
}
