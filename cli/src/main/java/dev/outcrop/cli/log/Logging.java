package dev.outcrop.cli.log;

import java.io.PrintStream;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import dev.outcrop.cli.config.OutcropConfig;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.pipeline.AccessLog;
import org.jspecify.annotations.Nullable;

/** The log of this process: {@code java.util.logging}, which everything logs to, made to write as configured. */
public final class Logging implements AutoCloseable {

    /** What tells of every start in many lines. */
    private static final List<String> TALKATIVE = List.of("com.zaxxer.hikari", "org.flywaydb");

    /** What finds fault with documents, which are their senders' affair: it would log parts of them. */
    private static final List<String> QUIET = List.of("org.apache.pdfbox", "org.apache.fontbox", "org.apache.poi");

    private static final String ACCESS = "dev.outcrop.access";

    private final Logger root = Logger.getLogger("");
    private final QueuedHandler handler;

    /** Held here, as a logger that nothing holds forgets its level. */
    private final List<Logger> levelled;

    private Logging(QueuedHandler handler, List<Logger> levelled) {
        this.handler = handler;
        this.levelled = levelled;
    }

    /** Takes the log over. */
    public static Logging open(OutcropConfig.Log config, PrintStream out) {
        Logger root = Logger.getLogger("");
        for (Handler before : root.getHandlers()) {
            root.removeHandler(before);
        }
        QueuedHandler handler = new QueuedHandler(out, new LineFormatter(config.json()));
        root.addHandler(handler);
        List<Logger> levelled = java.util.stream.Stream.concat(
                TALKATIVE.stream().map(name -> levelled(name, Level.WARNING)),
                QUIET.stream().map(name -> levelled(name, Level.OFF))).toList();
        Logging logging = new Logging(handler, levelled);
        logging.level(config.level());
        return logging;
    }

    private static Logger levelled(String name, Level level) {
        Logger logger = Logger.getLogger(name);
        logger.setLevel(level);
        return logger;
    }

    /** Logs from this level on. */
    public void level(OutcropConfig.Log.Level level) {
        root.setLevel(switch (level) {
            case ERROR -> Level.SEVERE;
            case WARN -> Level.WARNING;
            case INFO -> Level.INFO;
            case DEBUG -> Level.FINE;
        });
    }

    /** The access log, if it is wanted. */
    public static AccessLog access(OutcropConfig.Log config) {
        if (!config.access()) {
            return AccessLog.NONE;
        }
        // Held by the log itself; it tells of every call whatever the level of the rest.
        Logger access = levelled(ACCESS, Level.INFO);
        return (exchange, status, error, nanos) -> access.log(event(exchange, status, error, nanos));
    }

    private static LogRecord event(Exchange exchange, int status, @Nullable String error, long nanos) {
        AccessEntry entry = AccessEntry.of(exchange, status, error, nanos);
        LogRecord event = new LogRecord(Level.INFO, entry.toString());
        event.setLoggerName(ACCESS);
        event.setParameters(new Object[]{entry});
        return event;
    }

    /** How many loggers have a level of their own. */
    int levelled() {
        return levelled.size();
    }

    /** Writes what is queued. */
    @Override
    public void close() {
        root.removeHandler(handler);
        handler.close();
    }
}
