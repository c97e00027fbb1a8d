package dev.outcrop.engines.remote.sse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads server-sent events from bytes that may be split anywhere (WHATWG HTML, "Interpreting an event stream").
 *
 * <p>Lines end with LF, CR or CRLF; several {@code data} lines of an event are joined by LF; comments, {@code id},
 * {@code retry} and unknown fields are passed over. Unlike the standard, an event that the stream's end cuts off before
 * its empty line is still delivered, as servers that forget the last line exist. Memory is bounded: an event, or a line
 * of any kind, that is longer than the limit is an error.
 *
 * <p>Not thread-safe.
 */
public final class SseParser {

    /** Receives events. */
    @FunctionalInterface
    public interface Sink {
        /**
         * One event.
         *
         * @param type the {@code event} field, empty when there was none
         * @param data holds the data, UTF-8; valid during the call only
         * @param length bytes of data, from index 0
         */
        void event(String type, byte[] data, int length);
    }

    private static final byte[] DATA = {'d', 'a', 't', 'a'};
    private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int FIRST_SIZE = 512;

    private final int limit;
    private byte[] line = new byte[FIRST_SIZE];
    private int lineLength;
    private byte[] data = new byte[FIRST_SIZE];
    private int dataLength;
    private boolean hasData;
    private String type = "";
    private boolean afterCarriageReturn;
    private boolean atStart = true;

    /** @param limit the most bytes of a line, and of an event's data */
    public SseParser(int limit) {
        this.limit = limit;
    }

    /**
     * Reads some bytes; calls the sink for every event that they complete.
     *
     * @throws MalformedSseException when a line or an event is too long
     */
    public void feed(byte[] bytes, int from, int to, Sink sink) {
        int start = from;
        if (afterCarriageReturn && from < to) {
            afterCarriageReturn = false;
            if (bytes[from] == '\n') {
                start++;
            }
        }
        int at = start;
        while (at < to) {
            byte b = bytes[at];
            if (b != '\n' && b != '\r') {
                at++;
                continue;
            }
            endLine(bytes, start, at, sink);
            at++;
            if (b == '\r') {
                if (at == to) {
                    afterCarriageReturn = true;
                } else if (bytes[at] == '\n') {
                    at++;
                }
            }
            start = at;
        }
        keep(bytes, start, to);
    }

    /** The stream has ended: delivers an event that lacks its empty line. */
    public void end(Sink sink) {
        if (lineLength > 0) {
            int length = lineLength;
            lineLength = 0;
            line(line, 0, length, sink);
        }
        dispatch(sink);
    }

    private void endLine(byte[] bytes, int from, int to, Sink sink) {
        if (lineLength == 0) {
            check(to - from);
            line(bytes, from, to, sink);
            return;
        }
        keep(bytes, from, to);
        int length = lineLength;
        lineLength = 0;
        line(line, 0, length, sink);
    }

    private void keep(byte[] bytes, int from, int to) {
        int added = to - from;
        check(lineLength + added);
        line = append(line, lineLength, bytes, from, added);
        lineLength += added;
    }

    private void check(int length) {
        if (length > limit || length < 0) {
            throw new MalformedSseException("an event longer than " + limit + " bytes");
        }
    }

    private void line(byte[] bytes, int first, int to, Sink sink) {
        int from = first;
        if (atStart) {
            atStart = false;
            if (startsWith(bytes, from, to, BYTE_ORDER_MARK)) {
                from += BYTE_ORDER_MARK.length;
            }
        }
        if (from == to) {
            dispatch(sink);
            return;
        }
        int colon = from;
        while (colon < to && bytes[colon] != ':') {
            colon++;
        }
        int value = Math.min(to, colon + 1);
        if (value < to && bytes[value] == ' ') {
            value++;
        }
        if (isField(bytes, from, colon, DATA)) {
            addData(bytes, value, to);
        } else if (isField(bytes, from, colon, EVENT)) {
            type = new String(bytes, value, to - value, StandardCharsets.UTF_8);
        }
    }

    private void addData(byte[] bytes, int from, int to) {
        int length = to - from;
        if (hasData) {
            check(dataLength + 1);
            data = append(data, dataLength, new byte[]{'\n'}, 0, 1);
            dataLength++;
        }
        check(dataLength + length);
        data = append(data, dataLength, bytes, from, length);
        dataLength += length;
        hasData = true;
    }

    private void dispatch(Sink sink) {
        boolean complete = hasData && dataLength > 0;
        int length = dataLength;
        String name = type;
        hasData = false;
        dataLength = 0;
        type = "";
        if (complete) {
            sink.event(name, data, length);
        }
    }

    private static byte[] append(byte[] to, int at, byte[] bytes, int from, int length) {
        byte[] target = to.length >= at + length ? to : Arrays.copyOf(to, Math.max(2 * to.length, at + length));
        System.arraycopy(bytes, from, target, at, length);
        return target;
    }

    private static boolean isField(byte[] bytes, int from, int to, byte[] name) {
        return to - from == name.length && startsWith(bytes, from, to, name);
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
        return to - from >= prefix.length
                && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
    }
}
