package dev.outcrop.server.guardrail;

/** Adds members to JSON that is already written, without reading it. */
public final class Splice {

    private Splice() {}

    /**
     * The members of both objects in one, the second's last.
     *
     * @param object a compact JSON object in UTF-8
     * @param added another, with names that the first does not have
     */
    public static byte[] members(byte[] object, byte[] added) {
        if (isEmpty(object)) {
            return added;
        }
        if (isEmpty(added)) {
            return object;
        }
        byte[] joined = new byte[object.length + added.length - 1];
        System.arraycopy(object, 0, joined, 0, object.length - 1);
        joined[object.length - 1] = ',';
        System.arraycopy(added, 1, joined, object.length, added.length - 1);
        return joined;
    }

    private static boolean isEmpty(byte[] object) {
        return object.length == "{}".length();
    }
}
