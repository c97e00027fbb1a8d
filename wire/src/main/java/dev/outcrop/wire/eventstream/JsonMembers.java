package dev.outcrop.wire.eventstream;

import java.util.Arrays;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Where a new member belongs among the sorted members of a JSON object.
 *
 * @param offset of the byte before which it goes
 * @param last no member comes after it
 * @param alone the object has no other member
 */
record JsonMembers(int offset, boolean last, boolean alone) {

    /** Scans the outer object only as far as needed; the JSON is our own, so it is well-formed. */
    static JsonMembers placeOf(String name, byte[] json) {
        byte[] wanted = name.getBytes(UTF_8);
        int depth = 0;
        boolean expectName = false;
        boolean empty = true;
        for (int i = 0; i < json.length; i++) {
            switch (json[i]) {
                case '{', '[' -> {
                    depth++;
                    expectName = depth == 1;
                }
                case '}', ']' -> {
                    depth--;
                    if (depth == 0) {
                        return new JsonMembers(i, !empty, empty);
                    }
                }
                case ',' -> expectName = depth == 1;
                case '"' -> {
                    int end = endOfString(json, i + 1);
                    if (expectName) {
                        if (Arrays.compareUnsigned(json, i + 1, end, wanted, 0, wanted.length) > 0) {
                            return new JsonMembers(i, false, false);
                        }
                        expectName = false;
                        empty = false;
                    }
                    i = end;
                }
                default -> {
                    // white space, numbers, literals, colons
                }
            }
        }
        throw new IllegalArgumentException("The payload of an event is no JSON object");
    }

    private static int endOfString(byte[] json, int from) {
        for (int i = from; i < json.length; i++) {
            if (json[i] == '\\') {
                i++;
            } else if (json[i] == '"') {
                return i;
            }
        }
        throw new IllegalArgumentException("The payload of an event is no JSON object");
    }
}
