package dev.outcrop.server.fault;

import java.util.Arrays;
import java.util.function.Consumer;

/** Cuts a stream into its events, however it arrives. Keeps at most one event that is not complete. */
final class EventSplitter {
    private final Framing framing;
    private byte[] kept = new byte[0];

    EventSplitter(Framing framing) {
        this.framing = framing;
    }

    /** Takes a part of the stream; hands on each event that is complete. */
    void feed(byte[] part, Consumer<byte[]> events) {
        byte[] bytes = kept.length == 0 ? part : joined(kept, part);
        int from = 0;
        while (from < bytes.length) {
            int length = framing.eventLength(bytes, from, bytes.length);
            // What says it is no event at all would hold the stream for ever: it passes as it is.
            int end = length == 0 ? bytes.length : from + length;
            if (length == Framing.UNKNOWN || end > bytes.length || end < from) {
                break;
            }
            events.accept(Arrays.copyOfRange(bytes, from, end));
            from = end;
        }
        kept = Arrays.copyOfRange(bytes, from, bytes.length);
    }

    /** What is left at the stream's end: nothing, unless it was broken before it came here. */
    byte[] rest() {
        byte[] rest = kept;
        kept = new byte[0];
        return rest;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
