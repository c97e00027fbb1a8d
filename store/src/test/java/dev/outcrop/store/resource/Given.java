package dev.outcrop.store.resource;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.store.scope.IdempotencyToken;

import static org.assertj.core.api.Assertions.assertThat;

/** Resources that tests begin with. */
final class Given {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
    static final String DOCUMENT = "{\"é\":\"\\u0000 😀 '\"}";

    private Given() {}

    static AccountRegion anyAccount() {
        return new AccountRegion(
                Long.toString(ThreadLocalRandom.current().nextLong(100_000_000_000L, 1_000_000_000_000L)),
                "eu-west-1");
    }

    static String arn(AccountRegion scope, ResourceKind kind, String id) {
        return "arn:aws:bedrock:" + scope.region() + ":" + scope.account() + ":" + kind.code() + "/" + id;
    }

    static ResourceContent content(String name) {
        return new ResourceContent(name, "Active", null, Set.of(), DOCUMENT);
    }

    static NewResource resource(AccountRegion scope, ResourceKind kind, String id, ResourceContent content) {
        return new NewResource(kind, id, arn(scope, kind, id), content, Map.of("team", "blue"),
                new IdempotencyToken("create-" + id, "f"), 1, Quota.NONE, NOON);
    }

    static StoredResource done(ResourceWrite write) {
        assertThat(write).isInstanceOf(ResourceWrite.Done.class);
        return ((ResourceWrite.Done) write).resource();
    }
}
