package dev.outcrop.cli.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Set;

import dev.outcrop.access.Authenticator;
import dev.outcrop.access.secret.KeyFile;
import dev.outcrop.access.secret.VaultException;
import dev.outcrop.access.signature.SignatureRules;
import dev.outcrop.cli.config.OutcropConfig;
import dev.outcrop.server.access.AccessDirectory;
import dev.outcrop.server.access.Callers;
import dev.outcrop.server.access.StoredCallers;
import dev.outcrop.store.Store;

/** Who may call, as configured and kept. Thread-safe. */
final class ConfiguredAccess implements AutoCloseable {
    private final AccessDirectory directory;
    private final Callers callers;
    private final boolean loopback;

    private ConfiguredAccess(AccessDirectory directory, Callers callers, boolean loopback) {
        this.directory = directory;
        this.callers = callers;
        this.loopback = loopback;
    }

    /**
     * Loads the credentials.
     *
     * @throws StartException when there are some and they cannot be used
     */
    static ConfiguredAccess open(OutcropConfig config, Store store) {
        OutcropConfig.Access access = config.access();
        boolean loopback = isLoopback(config.server().host());
        try {
            AccessDirectory directory = new AccessDirectory(
                    store.access(), config.account(), () -> KeyFile.read(access.secretKeyFile()));
            SignatureRules rules = new SignatureRules(
                    "bedrock", Set.of(config.region()), access.clockSkew(), access.unsignedPayload());
            Authenticator authenticator = new Authenticator(rules, InstantSource.system());
            return new ConfiguredAccess(
                    directory, new StoredCallers(directory, authenticator, loopback, config.account()), loopback);
        } catch (VaultException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Refuses an address that others can reach while there are no credentials, before anything large is loaded.
     *
     * @throws StartException with what to do about it
     */
    static void requireCredentials(OutcropConfig config) {
        String host = config.server().host();
        if (isLoopback(host)) {
            return;
        }
        try (Store store = ConfiguredStore.open(config)) {
            if (!store.access().load(config.account()).credentials().isEmpty()) {
                return;
            }
        }
        throw new StartException(
                "Refusing to listen on " + host
                        + ": there are no credentials, so anyone who can reach the address could"
                        + " use the models. Create some first, then start again:\n\n"
                        + "  outcrop keys create --user admin --policy AmazonBedrockFullAccess\n\n"
                        + "or listen on 127.0.0.1, where none are needed.");
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new StartException("server.host: there is no address for " + host + ".", e);
        }
    }

    Callers callers() {
        return callers;
    }

    /** Whether calls need credentials. */
    boolean isClosed() {
        return !loopback || directory.hasCredentials();
    }

    /** Whether only this machine can call. */
    boolean isLoopback() {
        return loopback;
    }

    @Override
    public void close() {
        directory.close();
    }
}
