package dev.outcrop.server.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.outcrop.access.Authenticator;
import dev.outcrop.access.identity.Principal;
import dev.outcrop.access.signature.SignedRequest;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.wire.bind.HeaderSource;
import org.jspecify.annotations.Nullable;

/**
 * Knows callers by the credentials that are kept. While there have never been any, and only this machine can call, everybody
 * is let in.
 */
public final class StoredCallers implements Callers {

    /** The one operation whose input is a stream of signed events. */
    static final String READS_EVENTS = "/invoke-with-bidirectional-stream";

    private static final String AUTHORITY = ":authority";

    private final AccessDirectory directory;
    private final Authenticator authenticator;
    private final boolean loopback;
    private final Principal everybody;

    /** @param loopback whether only this machine can call */
    public StoredCallers(AccessDirectory directory, Authenticator authenticator, boolean loopback, String account) {
        this.directory = directory;
        this.authenticator = authenticator;
        this.loopback = loopback;
        this.everybody = Principal.open(account);
    }

    @Override
    public Principal identify(Exchange exchange) {
        if (loopback && !directory.hasCredentials()) {
            return everybody;
        }
        String path = exchange.rawPath();
        return authenticator.authenticate(
                new SignedRequest(
                        exchange.method(),
                        path,
                        exchange.rawQuery(),
                        withAuthority(exchange.headers(), exchange.authority()),
                        exchange.body(),
                        exchange.isSecure(),
                        path.endsWith(READS_EVENTS)),
                directory.keyring());
    }

    /** HTTP/2 says the host beside the headers. */
    private static HeaderSource withAuthority(HeaderSource headers, @Nullable String authority) {
        if (authority == null || headers.get("host") != null) {
            return headers;
        }
        List<Map.Entry<String, String>> all = new ArrayList<>();
        all.add(Map.entry(AUTHORITY, authority));
        headers.all().forEach(all::add);
        return new HeaderSource() {
            @Override
            public @Nullable String get(String name) {
                return name.equals(AUTHORITY) ? authority : headers.get(name);
            }

            @Override
            public Iterable<Map.Entry<String, String>> all() {
                return all;
            }
        };
    }
}
