package dev.outcrop.cli.load;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.HdrHistogram.Histogram;

/**
 * What the load generator saw. Times are recorded in microseconds.
 *
 * @param elapsed the counted time
 * @param calls answers with status 200
 * @param failures other answers and broken calls, by what they were
 * @param events event-stream frames received
 * @param total from sending the request to the end of the answer
 * @param firstByte from sending the request to the first byte of the body: time to first token of a stream
 * @param between between two arrivals of a stream
 */
public record LoadReport(
        Duration elapsed,
        long calls,
        Map<String, Long> failures,
        long events,
        Histogram total,
        Histogram firstByte,
        Histogram between) {

    /** Answers per second. */
    public double callsPerSecond() {
        return calls / (elapsed.toNanos() / 1e9);
    }

    /** Event-stream frames per second. */
    public double eventsPerSecond() {
        return events / (elapsed.toNanos() / 1e9);
    }

    /** A few lines for a terminal. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        line(text, "calls", "%,d in %.1f s: %,.1f per second", calls, elapsed.toNanos() / 1e9, callsPerSecond());
        if (events > 0) {
            line(text, "events", "%,d: %,.1f per second", events, eventsPerSecond());
        }
        failures.forEach((what, count) -> line(text, "failed", "%,d × %s", count, what));
        text.append(String.format(Locale.ROOT, "%n%-16s%10s%10s%10s%10s   ms%n", "", "p50", "p90", "p99", "max"));
        row(text, "first byte", firstByte);
        if (between.getTotalCount() > 0) {
            row(text, "between events", between);
        }
        row(text, "whole answer", total);
        return text.toString();
    }

    private static void line(StringBuilder text, String label, String format, Object... values) {
        text.append(String.format(Locale.ROOT, "%-16s" + format + "%n", prepend(label, values)));
    }

    private static Object[] prepend(String label, Object[] values) {
        Object[] all = new Object[values.length + 1];
        all[0] = label;
        System.arraycopy(values, 0, all, 1, values.length);
        return all;
    }

    private static void row(StringBuilder text, String label, Histogram histogram) {
        text.append(String.format(
                Locale.ROOT,
                "%-16s%10.2f%10.2f%10.2f%10.2f%n",
                label,
                histogram.getValueAtPercentile(50) / 1e3,
                histogram.getValueAtPercentile(90) / 1e3,
                histogram.getValueAtPercentile(99) / 1e3,
                histogram.getMaxValue() / 1e3));
    }

    static Map<String, Long> sorted(Map<String, Long> failures) {
        return new TreeMap<>(failures);
    }
}
