package dev.outcrop.storage;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The name of one object.
 *
 * <p>Keys are narrower than S3's: a slash separates names as in a folder, so no name is empty, {@code .} or {@code ..},
 * and none contains control characters or a backslash. What one backing takes, every backing takes.
 *
 * @param bucket 3 to 63 lower-case letters, digits, dots and hyphens, as S3 names buckets (General purpose bucket naming
 *     rules)
 * @param key 1 to 1,024 bytes in UTF-8
 */
public record ObjectUri(String bucket, String key) {

    /** Longest key, bytes in UTF-8. */
    public static final int MAX_KEY_BYTES = 1_024;

    private static final String SCHEME = "s3://";
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}");

    /** @throws ObjectNameException when it names no object */
    public ObjectUri {
        requireBucket(bucket);
        requireKey(key, false);
    }

    /**
     * Reads {@code s3://bucket/key}; nothing is decoded.
     *
     * @throws ObjectNameException when it names no object
     */
    public static ObjectUri parse(String uri) {
        int slash = uri.startsWith(SCHEME) ? uri.indexOf('/', SCHEME.length()) : -1;
        if (slash < 0) {
            throw new ObjectNameException("Expected s3://BUCKET/KEY, found " + shown(uri) + ".");
        }
        return new ObjectUri(uri.substring(SCHEME.length(), slash), uri.substring(slash + 1));
    }

    /** The object of a name below this one. */
    public ObjectUri resolve(String name) {
        return new ObjectUri(bucket, key + "/" + name);
    }

    /** @throws ObjectNameException when no bucket can have this name */
    public static void requireBucket(String bucket) {
        if (!BUCKET.matcher(bucket).matches() || bucket.contains("..") || ADDRESS.matcher(bucket).matches()) {
            throw new ObjectNameException(
                    "The bucket name " + shown(bucket) + " is not valid: 3 to 63 lower-case letters,"
                            + " digits, dots and hyphens, beginning and ending with a letter or digit.");
        }
    }

    /**
     * A prefix of keys: empty, or a key that may end within a name or with a slash.
     *
     * @throws ObjectNameException when no key can begin so
     */
    public static void requirePrefix(String prefix) {
        requireKey(prefix, true);
    }

    private static void requireKey(String key, boolean prefix) {
        if (key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
            throw new ObjectNameException("The key is longer than " + MAX_KEY_BYTES + " bytes.");
        }
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (Character.isISOControl(c) || c == '\\' || (Character.isSurrogate(c) && !isPaired(key, i))) {
                throw new ObjectNameException("The key " + shown(key)
                        + " contains a control character, a backslash or half a character.");
            }
        }
        String[] names = key.split("/", -1);
        for (int i = 0; i < names.length; i++) {
            boolean open = prefix && i == names.length - 1;
            boolean isName = !names[i].isEmpty() && !names[i].equals(".");
            if (names[i].equals("..") || (!isName && !open)) {
                throw new ObjectNameException("The key " + shown(key)
                        + " is not valid: between slashes there is a name, which is neither `.` nor `..`.");
            }
        }
    }

    private static boolean isPaired(String text, int index) {
        return Character.isHighSurrogate(text.charAt(index))
                ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
                : index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder("`");
        text.codePoints().limit(100).forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return shown.append(text.length() > 100 ? "...`" : "`").toString();
    }

    /** {@code s3://bucket/key}. */
    @Override
    public String toString() {
        return SCHEME + bucket + "/" + key;
    }
}
