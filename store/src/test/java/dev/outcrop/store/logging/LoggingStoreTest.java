package dev.outcrop.store.logging;

import java.nio.file.Path;
import java.util.UUID;

import dev.outcrop.store.Store;
import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.store.testing.Databases;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The same on both databases. */
@Timeout(60)
class LoggingStoreTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void thereIsOneForEachAccountAndRegion(Databases database) {
        try (Store store = database.open(folder)) {
            LoggingStore logging = store.logging();
            AccountRegion here = new AccountRegion(UUID.randomUUID().toString().substring(0, 12), "eu-west-1");
            AccountRegion there = new AccountRegion(here.account(), "us-east-1");
            assertThat(logging.find(here)).isEmpty();
            logging.put(here, "{\"a\":1}");
            logging.put(here, "{\"b\":2}");
            logging.put(there, "{\"c\":3}");
            assertThat(logging.find(here)).hasValue("{\"b\":2}");
            logging.delete(here);
            logging.delete(here);
            assertThat(logging.find(here)).isEmpty();
            assertThat(logging.find(there)).hasValue("{\"c\":3}");
        }
    }
}
