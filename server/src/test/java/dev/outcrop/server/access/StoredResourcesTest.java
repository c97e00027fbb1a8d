package dev.outcrop.server.access;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import dev.outcrop.store.Store;
import dev.outcrop.store.resource.NewResource;
import dev.outcrop.store.resource.Quota;
import dev.outcrop.store.resource.ResourceContent;
import dev.outcrop.store.resource.ResourceKind;
import dev.outcrop.store.scope.AccountRegion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Names and ids lead to the same ARN, so that a policy about the ARN holds for all of them. */
class StoredResourcesTest {
    private static final AccountRegion SCOPE = new AccountRegion("123456789012", "us-east-1");
    private static final String ARN = "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefghijkl";

    @TempDir
    Path folder;

    @Test
    void findsByIdAndByName() {
        try (Store store = Store.sqlite(folder.resolve("outcrop.db"))) {
            store.resources()
                    .create(
                            SCOPE,
                            new NewResource(
                                    ResourceKind.PROVISIONED_THROUGHPUT,
                                    "abcdefghijkl",
                                    ARN,
                                    new ResourceContent("capacity", "InService", null, Set.of(), "{}"),
                                    Map.of("team", "red"),
                                    null,
                                    1,
                                    Quota.NONE,
                                    Instant.EPOCH));
            StoredResources resources = new StoredResources(store, SCOPE);
            assertThat(resources.find("provisioned-model", "abcdefghijkl")).contains(ARN);
            assertThat(resources.find("provisioned-model", "capacity")).contains(ARN);
            assertThat(resources.find("provisioned-model", "other")).isEmpty();
            assertThat(resources.find("custom-model", "capacity")).isEmpty();
            assertThat(resources.find("model-customization-job", "capacity")).isEmpty();
            assertThat(resources.tags(ARN)).isEqualTo(Map.of("team", "red"));
            assertThat(resources.tags(ARN + "x")).isEmpty();
        }
    }
}
