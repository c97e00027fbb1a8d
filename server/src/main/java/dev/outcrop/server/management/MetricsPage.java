package dev.outcrop.server.management;

/** All measures as text. Thread-safe. */
@FunctionalInterface
public interface MetricsPage {

    /** Writes the page in a format of Prometheus, named by its media type. Takes time: not for event loops. */
    byte[] write(String mediaType);
}
