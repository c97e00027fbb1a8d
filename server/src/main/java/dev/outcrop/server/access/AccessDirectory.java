package dev.outcrop.server.access;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.outcrop.access.identity.Keyring;
import dev.outcrop.access.secret.Vault;
import dev.outcrop.store.access.AccessStore;
import dev.outcrop.wire.error.ServiceUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credentials of an account in memory, up to date within a second on every node. Thread-safe.
 *
 * <p>Looks at the store's revision several times a second, in the background, and loads everything anew when it has changed: calls
 * never wait for the store, and how long one takes says nothing about which keys there are. When the store cannot be asked
 * for a while, or what it holds cannot be used, nobody is let in: a key that was revoked must not live on.
 */
public final class AccessDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessDirectory.class);

    private static final Duration LOOK_EVERY = Duration.ofMillis(400);

    /** How old what is known may be. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String UNAVAILABLE = "Bedrock is unable to process your request.";

    private final AccessStore store;
    private final String account;
    private final Supplier<Vault> vault;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("access-watch").daemon().factory());
    private volatile Known known;
    private @Nullable String complaint;

    /** What was last seen; no keyring when it cannot be used. */
    private record Known(@Nullable StoredKeyring keyring, long seenNanos) {}

    /**
     * Loads the credentials and begins to watch.
     *
     * @param vault opens secrets; asked only when there are some
     * @throws dev.outcrop.access.secret.VaultException when there are some and they cannot be opened
     */
    public AccessDirectory(AccessStore store, String account, Supplier<Vault> vault) {
        this.store = store;
        this.account = account;
        this.vault = vault;
        try {
            this.known = new Known(load(), System.nanoTime());
        } catch (RuntimeException e) {
            watch.shutdown();
            throw e;
        }
        var _ = watch.scheduleWithFixedDelay(
                this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether any credentials exist, good or not. */
    public boolean hasCredentials() {
        return current().hasCredentials();
    }

    /**
     * The credentials as they are now.
     *
     * @throws ServiceUnavailableException when that is not known
     */
    public Keyring keyring() {
        return current();
    }

    private StoredKeyring current() {
        Known now = known;
        StoredKeyring keyring = now.keyring();
        if (keyring == null || System.nanoTime() - now.seenNanos() > PATIENCE.toNanos()) {
            throw new ServiceUnavailableException(UNAVAILABLE);
        }
        return keyring;
    }

    private StoredKeyring load() {
        return new StoredKeyring(account, store.load(account), vault);
    }

    private void look() {
        long revision;
        try {
            revision = store.revision(account);
        } catch (RuntimeException e) {
            complain("Credentials cannot be looked up: " + e.getMessage());
            return;
        }
        long now = System.nanoTime();
        StoredKeyring keyring = known.keyring();
        if (keyring != null && keyring.revision() == revision) {
            known = new Known(keyring, now);
            complaint = null;
            return;
        }
        try {
            known = new Known(load(), now);
            complaint = null;
        } catch (RuntimeException e) {
            known = new Known(null, now);
            complain("Credentials cannot be used, so nobody is let in: " + e.getMessage());
        }
    }

    /** Once per reason, not several times a second. */
    private void complain(String reason) {
        if (!reason.equals(complaint)) {
            complaint = reason;
            LOG.error("{}", reason);
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
