package dev.outcrop.server.relay;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The real service, in one region, as the host's own credentials may call it. Thread-safe. */
public interface RemoteService {

    /** Where it is, for the {@code Host} header. */
    String authority();

    /** What its region is called in signatures. */
    String region();

    /** The host's credentials. May take long; not on an event loop. */
    Credentials credentials();

    /**
     * Sends a request and returns at once. On the event loop, where the listener is called too.
     *
     * @param target path and query, as received
     * @param headers all but {@code Host} and {@code Content-Length}
     * @param body null for none
     */
    Transfer send(
            String method,
            String target,
            List<Map.Entry<String, String>> headers,
            byte @Nullable [] body,
            Listener listener);

    /** A response on its way. On the event loop. */
    interface Transfer {

        /** Reads no more. */
        void pause();

        /** Undoes {@link #pause}. */
        void resume();

        /** Gives it up; the listener hears nothing more. */
        void cancel();
    }

    /** Hears a response: {@code head part* end}, or at any point {@code failed} as the last. */
    interface Listener {

        /** Status and headers. */
        void head(int status, Iterable<Map.Entry<String, String>> headers);

        /** A part of the body. */
        void part(byte[] bytes);

        /** It is complete. */
        void end();

        /** No response, or no more of it. */
        void failed(Throwable cause);
    }
}
