package dev.outcrop.server.model;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import dev.outcrop.catalog.AccountModel;
import dev.outcrop.server.testing.SharedPostgres;
import dev.outcrop.store.Store;
import dev.outcrop.store.resource.NewResource;
import dev.outcrop.store.resource.Quota;
import dev.outcrop.store.resource.ResourceContent;
import dev.outcrop.store.resource.ResourceKind;
import dev.outcrop.store.scope.AccountRegion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
class StoredModelsTest {
    private static final AccountRegion SCOPE = new AccountRegion("210987654321", "us-east-1");
    private static final String TITAN = "arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-tg1-large";

    @TempDir
    Path folder;

    private static String create(Store store, ResourceKind kind, String type, String name, String status) {
        String id = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        String arn = "arn:aws:bedrock:us-east-1:210987654321:" + type + "/" + id;
        store.resources().create(SCOPE, new NewResource(kind, id, arn,
                new ResourceContent(name, status, TITAN, Set.of(), "{}"), Map.of(), null, 2, Quota.NONE,
                Instant.now()));
        return arn;
    }

    @Test
    void whatThisNodeChangesIsSeenOnceItIsRefreshed() {
        try (Store store = Store.sqlite(folder.resolve("a.db"));
                StoredModels models = new StoredModels(store.resources(), SCOPE)) {
            String profile = create(store, ResourceKind.INFERENCE_PROFILE, "application-inference-profile", "p",
                    "ACTIVE");
            String capacity = create(store, ResourceKind.PROVISIONED_THROUGHPUT, "provisioned-model", "c",
                    "Creating");
            models.refresh();
            assertThat(models.find(profile)).hasValue(new AccountModel.Profile(profile, TITAN));
            AccountModel.Provisioned provisioned = new AccountModel.Provisioned(capacity, TITAN, 2,
                    AccountModel.Readiness.PREPARING);
            assertThat(models.find(capacity)).hasValue(provisioned);
            assertThat(models.provisioned("c")).hasValue(provisioned);
            assertThat(models.provisioned(capacity.substring(capacity.lastIndexOf('/') + 1))).hasValue(provisioned);
            assertThat(models.provisioned("p")).isEmpty();
            store.resources().delete(SCOPE, ResourceKind.INFERENCE_PROFILE,
                    profile.substring(profile.lastIndexOf('/') + 1), resource -> {});
            models.refresh();
            assertThat(models.find(profile)).isEmpty();
        }
    }

    /** Nobody tells the other node: it sees for itself. */
    @Test
    void whatAnotherNodeOfOnePostgresqlChangesIsSeenWithinASecond() {
        try (Store one = SharedPostgres.open();
                Store other = SharedPostgres.open();
                StoredModels models = new StoredModels(other.resources(), SCOPE)) {
            Duration slowest = Duration.ZERO;
            for (int i = 0; i < 5; i++) {
                String profile = create(one, ResourceKind.INFERENCE_PROFILE, "application-inference-profile", "p" + i,
                        "ACTIVE");
                Instant made = Instant.now();
                Optional<AccountModel> seen = models.find(profile);
                while (seen.isEmpty() && Instant.now().isBefore(made.plusSeconds(30))) {
                    Thread.onSpinWait();
                    seen = models.find(profile);
                }
                Duration took = Duration.between(made, Instant.now());
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
            }
            assertThat(slowest).isLessThan(Duration.ofSeconds(1));
        }
    }
}
