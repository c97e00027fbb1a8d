package dev.outcrop.cli.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import dev.outcrop.families.JsonText;
import dev.outcrop.server.http.Exchange;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** One line for each event of the log; in text, a failure's stack trace follows. Thread-safe. */
final class LineFormatter extends Formatter {
    private final boolean json;

    LineFormatter(boolean json) {
        this.json = json;
    }

    @Override
    public String format(LogRecord event) {
        return (json ? json(event) : text(event)) + "\n";
    }

    private String text(LogRecord event) {
        String trace = trace(event.getThrown());
        return event.getInstant().truncatedTo(ChronoUnit.MILLIS) + " " + level(event.getLevel()) + " "
                + event.getLoggerName() + ": " + oneLine(formatMessage(event))
                + (trace == null ? "" : "\n" + trace.stripTrailing());
    }

    /** What a caller wrote must not look like another event. */
    private static String oneLine(String message) {
        return message.replace("\r", "\\r").replace("\n", "\\n");
    }

    private String json(LogRecord event) {
        return new String(JsonText.object(out -> {
            out.writeStringProperty("time", event.getInstant().truncatedTo(ChronoUnit.MILLIS).toString());
            out.writeStringProperty("level", level(event.getLevel()));
            out.writeStringProperty("logger", String.valueOf(event.getLoggerName()));
            if (event.getParameters() != null && event.getParameters().length == 1
                    && event.getParameters()[0] instanceof AccessEntry entry) {
                write(out, entry);
            } else {
                out.writeStringProperty("message", formatMessage(event));
            }
            String trace = trace(event.getThrown());
            if (trace != null) {
                out.writeStringProperty("trace", trace);
            }
        }), StandardCharsets.UTF_8);
    }

    private static void write(JsonGenerator out, AccessEntry entry) {
        out.writeStringProperty("requestId", entry.requestId());
        out.writeStringProperty("operation", entry.operation());
        out.writeNumberProperty("status", entry.status());
        if (entry.error() != null) {
            out.writeStringProperty("error", entry.error());
        }
        out.writeNumberProperty("millis", entry.millis());
        if (entry.modelId() != null) {
            out.writeStringProperty("modelId", entry.modelId());
        }
        if (entry.inputTokens() != Exchange.UNCOUNTED) {
            out.writeNumberProperty("inputTokens", entry.inputTokens());
            out.writeNumberProperty("outputTokens", entry.outputTokens());
        }
        if (entry.principal() != null) {
            out.writeStringProperty("principal", entry.principal());
        }
    }

    private static @Nullable String trace(@Nullable Throwable thrown) {
        if (thrown == null) {
            return null;
        }
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN";
        }
        return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }
}
