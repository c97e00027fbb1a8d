package dev.outcrop.cli.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

import dev.outcrop.cli.config.OutcropConfig;
import dev.outcrop.store.Store;

/** Opens what is kept, for the server and for commands that work beside it. */
public final class ConfiguredStore {

    /** What tells of every start in many lines. Held here, as a logger that nothing holds forgets its level. */
    private static final List<Logger> TALKATIVE = List.of(
            Logger.getLogger("com.zaxxer.hikari"), Logger.getLogger("org.flywaydb"));

    /** The file in the data folder, when no database is configured. */
    private static final String FILE = "outcrop.db";

    private ConfiguredStore() {}

    /**
     * Opens the configured database, or the file in the data folder, which is made when it is not there.
     *
     * @throws StartException when it cannot be, with what to do about it
     */
    public static Store open(OutcropConfig config) {
        for (Logger logger : TALKATIVE) {
            if (logger.getLevel() == null) {
                logger.setLevel(Level.WARNING);
            }
        }
        requireWritable(config.data());
        OutcropConfig.Store database = config.store();
        try {
            return database == null
                    ? Store.sqlite(config.data().resolve(FILE))
                    : Store.postgresql(database.url(), database.user(), database.password());
        } catch (RuntimeException e) {
            String what = database == null
                    ? "The file " + config.data().resolve(FILE)
                    : "The database " + database.url();
            throw new StartException(what + " cannot be opened: " + rootOf(e).getMessage(), e);
        }
    }

    private static void requireWritable(Path data) {
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new StartException(
                    "The data folder " + data + " cannot be made (" + e.getClass().getSimpleName()
                            + "). Choose another with --data DIR.",
                    e);
        }
        if (!Files.isReadable(data) || !Files.isWritable(data)) {
            throw new StartException("The data folder " + data + " cannot be read and written. Choose another with"
                    + " --data DIR.");
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
