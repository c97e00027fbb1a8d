package dev.outcrop.server;

import java.nio.file.Path;
import java.time.Duration;

import dev.outcrop.guardrails.stream.Windows;
import org.jspecify.annotations.Nullable;

/**
 * How the server listens and what it limits.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 takes a free one
 * @param basePath empty, or a path in front of every operation: starts with a slash, does not end with one
 * @param tls null serves cleartext
 * @param maxConnections further connections are closed at once
 * @param idleTimeout a connection with no request for this long is closed; so is one whose request does not arrive whole
 *     in this time
 * @param maxBodyBytes a longer body is refused before it is read
 * @param streamPadding whether events carry the padding member {@code p}
 * @param guardrailDeadline the longest that one assessment by a guardrail may take; nothing passes after it
 * @param guardrailWindow chars of a stream that guardrails assess at a time; a guardrail that needs more takes more
 * @param untaggedAttacks whether InvokeModel prompts without tags are checked for prompt attacks too, which the service
 *     does not do
 */
public record ServerOptions(
        String host,
        int port,
        String basePath,
        @Nullable Tls tls,
        int maxConnections,
        Duration idleTimeout,
        int maxBodyBytes,
        boolean streamPadding,
        Duration guardrailDeadline,
        int guardrailWindow,
        boolean untaggedAttacks) {

    /** The service's own limit for InvokeModel, bytes. */
    public static final int SERVICE_BODY_LIMIT = 25_000_000;

    /** PEM files: the certificate chain and its private key (PKCS#8). */
    public record Tls(Path certificate, Path key) {}

    /** Cleartext on a free port of the loopback interface. */
    public static ServerOptions local() {
        return new ServerOptions(
                "127.0.0.1", 0, "", null, 10_000, Duration.ofSeconds(60), SERVICE_BODY_LIMIT, true,
                Duration.ofSeconds(30), Windows.DEFAULT_SIZE, false);
    }

    /** The same at another address, in cleartext and without a base path. */
    public ServerOptions at(String otherHost, int otherPort) {
        return new ServerOptions(otherHost, otherPort, "", null, maxConnections, idleTimeout, maxBodyBytes,
                streamPadding, guardrailDeadline, guardrailWindow, untaggedAttacks);
    }

    /** The same with another idle timeout. */
    public ServerOptions withIdleTimeout(Duration timeout) {
        return new ServerOptions(host, port, basePath, tls, maxConnections, timeout, maxBodyBytes, streamPadding,
                guardrailDeadline, guardrailWindow, untaggedAttacks);
    }

    /** The same with TLS. */
    public ServerOptions withTls(Tls other) {
        return new ServerOptions(
                host, port, basePath, other, maxConnections, idleTimeout, maxBodyBytes, streamPadding,
                guardrailDeadline, guardrailWindow, untaggedAttacks);
    }

    /** The same with another limit of connections. */
    public ServerOptions withMaxConnections(int limit) {
        return new ServerOptions(host, port, basePath, tls, limit, idleTimeout, maxBodyBytes, streamPadding,
                guardrailDeadline, guardrailWindow, untaggedAttacks);
    }

    /** The same with another limit of bodies. */
    public ServerOptions withMaxBodyBytes(int limit) {
        return new ServerOptions(host, port, basePath, tls, maxConnections, idleTimeout, limit, streamPadding,
                guardrailDeadline, guardrailWindow, untaggedAttacks);
    }

    /** The same with a path in front of every operation. */
    public ServerOptions withBasePath(String path) {
        return new ServerOptions(host, port, path, tls, maxConnections, idleTimeout, maxBodyBytes, streamPadding,
                guardrailDeadline, guardrailWindow, untaggedAttacks);
    }

    /** The same with another deadline for guardrails. */
    public ServerOptions withGuardrailDeadline(Duration deadline) {
        return new ServerOptions(
                host, port, basePath, tls, maxConnections, idleTimeout, maxBodyBytes, streamPadding, deadline,
                guardrailWindow, untaggedAttacks);
    }

    /** The same with prompts without tags checked for prompt attacks. */
    public ServerOptions withUntaggedAttacks() {
        return new ServerOptions(
                host, port, basePath, tls, maxConnections, idleTimeout, maxBodyBytes, streamPadding,
                guardrailDeadline, guardrailWindow, true);
    }
}
