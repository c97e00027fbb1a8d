package dev.outcrop.store.tag;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.outcrop.store.Store;
import dev.outcrop.store.guardrail.GuardrailContent;
import dev.outcrop.store.guardrail.GuardrailWrite;
import dev.outcrop.store.guardrail.NewGuardrail;
import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.store.scope.IdempotencyToken;
import dev.outcrop.store.tag.TagStore.Tagging;
import dev.outcrop.store.testing.Databases;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The same on both databases. */
@Timeout(60)
class TagStoreTest {

    @TempDir
    Path folder;

    /** A resource without tags. */
    private static String resource(Store store) {
        String id = UUID.randomUUID().toString().replace("-", "");
        String arn = "arn:aws:bedrock:eu-west-1:123456789012:guardrail/" + id;
        GuardrailWrite made = store.guardrails().create(
                new AccountRegion("123456789012", id.substring(0, 12)),
                new NewGuardrail(
                        id,
                        arn,
                        new GuardrailContent("name", null, null, null, "{}"),
                        Map.of(),
                        new IdempotencyToken("t", "f"),
                        Instant.EPOCH));
        assertThat(made).isInstanceOf(GuardrailWrite.Done.class);
        return arn;
    }

    private static Map<String, String> numbered(String prefix, int count) {
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < count; i++) {
            tags.put(prefix + i, "v" + i);
        }
        return tags;
    }

    @ParameterizedTest
    @EnumSource
    void tagsAppearChangeAndVanish(Databases database) {
        try (Store store = database.open(folder)) {
            TagStore tags = store.tags();
            String arn = resource(store);
            assertThat(tags.list(arn)).hasValue(Map.of());
            assertThat(tags.tag(arn, Map.of("a", "1", "A", "2", "b", ""))).isEqualTo(Tagging.DONE);
            assertThat(tags.tag(arn, Map.of("a", "3"))).isEqualTo(Tagging.DONE);
            assertThat(tags.list(arn)).hasValue(Map.of("a", "3", "A", "2", "b", ""));
            assertThat(tags.list(resource(store))).as("another resource").hasValue(Map.of());
            assertThat(tags.untag(arn, List.of("a", "none"))).isTrue();
            assertThat(tags.untag(arn, List.of())).isTrue();
            assertThat(tags.list(arn)).hasValue(Map.of("A", "2", "b", ""));
        }
    }

    @ParameterizedTest
    @EnumSource
    void fiftyAtMostAndAllOrNone(Databases database) {
        try (Store store = database.open(folder)) {
            TagStore tags = store.tags();
            String arn = resource(store);
            assertThat(tags.tag(arn, numbered("k", 48))).isEqualTo(Tagging.DONE);
            assertThat(tags.tag(arn, numbered("more", 3))).isEqualTo(Tagging.TOO_MANY);
            assertThat(tags.list(arn)).hasValue(numbered("k", 48));
            assertThat(tags.tag(arn, numbered("k", 48))).as("no new keys").isEqualTo(Tagging.DONE);
            assertThat(tags.tag(arn, numbered("more", 2))).isEqualTo(Tagging.DONE);
            assertThat(tags.list(arn).orElseThrow()).hasSize(50);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatDoesNotExistHasNoTags(Databases database) {
        try (Store store = database.open(folder)) {
            String arn = "arn:aws:bedrock:eu-west-1:123456789012:guardrail/" + UUID.randomUUID();
            assertThat(store.tags().tag(arn, Map.of("a", "1"))).isEqualTo(Tagging.NO_RESOURCE);
            assertThat(store.tags().untag(arn, List.of("a"))).isFalse();
            assertThat(store.tags().list(arn)).isEmpty();
        }
    }
}
