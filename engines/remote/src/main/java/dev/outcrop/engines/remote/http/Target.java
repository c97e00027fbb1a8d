package dev.outcrop.engines.remote.http;

import java.net.URI;

/**
 * Where requests go.
 *
 * @param host a name or an address, without brackets
 * @param basePath in front of every path: empty, or with a slash at its start and none at its end
 */
public record Target(boolean tls, String host, int port, String basePath) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /**
     * @param uri such as {@code http://gpu-1:8000/v1}
     * @throws IllegalArgumentException when it is none that can be called; the message says why
     */
    public static Target of(URI uri) {
        String scheme = uri.getScheme();
        boolean tls = "https".equalsIgnoreCase(scheme);
        if (!tls && !"http".equalsIgnoreCase(scheme)) {
            throw new IllegalArgumentException(uri + " does not begin with http:// or https://");
        }
        String host = uri.getHost();
        if (host == null) {
            throw new IllegalArgumentException(uri + " names no host");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "an endpoint has a host, a port and a path alone: no user, query or fragment");
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? HTTPS : HTTP;
        return new Target(tls, host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port, path);
    }

    /** Value of the {@code Host} header. */
    public String authority() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == (tls ? HTTPS : HTTP) ? name : name + ":" + port;
    }

    /** The path of the server itself, above {@code /v1}. */
    public String rootPath() {
        return basePath.endsWith("/v1") ? basePath.substring(0, basePath.length() - "/v1".length()) : basePath;
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority() + basePath;
    }
}
