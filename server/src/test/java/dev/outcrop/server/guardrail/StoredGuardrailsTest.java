package dev.outcrop.server.guardrail;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.outcrop.guardrails.GuardrailCompiler;
import dev.outcrop.guardrails.config.CustomWord;
import dev.outcrop.server.testing.NoTokens;
import dev.outcrop.store.Store;
import dev.outcrop.store.guardrail.GuardrailContent;
import dev.outcrop.store.guardrail.NewGuardrail;
import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.store.scope.IdempotencyToken;
import dev.outcrop.wire.error.ValidationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StoredGuardrailsTest {
    private static final AccountRegion SCOPE = new AccountRegion("123456789012", "us-east-1");
    private static final GuardrailNames NAMES = new GuardrailNames(SCOPE);
    private static final String ID = "k7m2p9x4q1zt";

    private final Store store;
    private final StoredGuardrails guardrails;

    StoredGuardrailsTest(@TempDir Path folder) {
        store = Store.sqlite(folder.resolve("outcrop.db"));
        guardrails = new StoredGuardrails(
                store.guardrails(), NAMES, new GuardrailCompiler(new NoTokens()));
        store.guardrails().create(SCOPE, new NewGuardrail(ID, NAMES.arn(ID), content("lantern"), Map.of(), token("a"),
                Instant.EPOCH));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static IdempotencyToken token(String value) {
        return new IdempotencyToken(value, "f");
    }

    private static GuardrailContent content(String word) {
        return new GuardrailContent("name", null, null, null, GuardrailDocument.of(Map.of(
                "blockedInputMessaging", "in",
                "blockedOutputsMessaging", "out",
                "wordPolicy", Map.of("words", List.of(Map.of("text", word))))).json());
    }

    private List<String> words(String version) {
        return guardrails.find(ID, version).guardrail().config().words().stream().map(CustomWord::text).toList();
    }

    @Test
    void aGuardrailIsFoundByIdAndArnAndCompiledOnce() {
        AppliedGuardrail byId = guardrails.find(ID, "DRAFT");
        assertThat(byId.id()).isEqualTo(ID);
        assertThat(byId.arn()).isEqualTo("arn:aws:bedrock:us-east-1:123456789012:guardrail/" + ID);
        assertThat(byId.version()).isEqualTo("DRAFT");
        assertThat(byId.guardrail().config().blockedInputMessaging()).isEqualTo("in");
        assertThat(guardrails.find(byId.arn(), "DRAFT")).isSameAs(byId);
    }

    @Test
    @DisplayName("H.21 an edit of DRAFT is seen by callers of DRAFT and not by callers of a version")
    void anEditOfTheDraftIsSeenByTheNextCall() {
        store.guardrails().createVersion(SCOPE, ID, null, token("v"), Instant.EPOCH);
        AppliedGuardrail version = guardrails.find(ID, "1");
        assertThat(words("DRAFT")).containsExactly("lantern");
        store.guardrails().update(SCOPE, ID, content("beacon"), Instant.EPOCH);
        assertThat(words("DRAFT")).containsExactly("beacon");
        assertThat(words("1")).containsExactly("lantern");
        assertThat(guardrails.find(ID, "1")).as("compiled once").isSameAs(version);
    }

    @Test
    void whatIsDeletedIsGoneForTheNextCallAndWhatReplacesItIsNew() {
        store.guardrails().createVersion(SCOPE, ID, null, token("v"), Instant.EPOCH);
        AppliedGuardrail version = guardrails.find(ID, "1");
        store.guardrails().deleteVersion(SCOPE, ID, 1);
        doesNotExist(ID, "1");
        assertThat(version.guardrail().config().words()).as("a call under way keeps what it found").hasSize(1);
        guardrails.find(ID, "DRAFT");
        store.guardrails().delete(SCOPE, ID);
        doesNotExist(ID, "DRAFT");
        store.guardrails().create(SCOPE, new NewGuardrail(ID, NAMES.arn(ID), content("other"), Map.of(), token("b"),
                Instant.EPOCH));
        assertThat(words("DRAFT")).containsExactly("other");
    }

    @ParameterizedTest
    @CsvSource({"nosuchone, DRAFT", "k7m2p9x4q1zt, 1", "k7m2p9x4q1zt, 99999999",
            "arn:aws:bedrock:us-east-1:210987654321:guardrail/k7m2p9x4q1zt, DRAFT",
            "arn:aws:bedrock:us-east-2:123456789012:guardrail/k7m2p9x4q1zt, DRAFT"})
    void whatIsNotHereDoesNotExist(String identifier, String version) {
        doesNotExist(identifier, version);
    }

    private void doesNotExist(String identifier, String version) {
        assertThatThrownBy(() -> guardrails.find(identifier, version))
                .isInstanceOf(ValidationException.class)
                .hasMessage("The guardrail identifier or version provided in the request does not exist.");
    }
}
