package dev.outcrop.access.policy;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of condition keys, checked when a policy is written: a misspelt key would make its statement never apply, or always. */
final class ConditionKeys {
    private static final int LONGEST = 512;
    private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9._/-]+");

    private ConditionKeys() {}

    /**
     * Checks a key. Those of {@code aws:} and {@code bedrock:} must exist; of other services only the form is known.
     *
     * @throws PolicyException when it is no key
     */
    static void check(String key, String path) {
        int colon = key.indexOf(':');
        if (colon <= 0 || colon == key.length() - 1 || key.length() > LONGEST
                || !PREFIX.matcher(key.substring(0, colon)).matches()) {
            throw new PolicyException(
                    path,
                    "\"" + excerpt(key)
                            + "\" is no condition key: one is written as prefix:name, such as aws:SourceIp.");
        }
        String prefix = key.substring(0, colon).toLowerCase(Locale.ROOT);
        Set<String> known = ServiceReference.bedrock().conditionKeys();
        if ((prefix.equals("aws") || prefix.equals("bedrock")) && known.stream().noneMatch(name -> names(name, key))) {
            boolean unnamed = known.stream().anyMatch(name -> ServiceReference.isSame(name, key));
            throw new PolicyException(
                    path,
                    unnamed
                            ? "The condition key \"" + key + "\" lacks the key of a tag at its end."
                            : "There is no condition key \"" + excerpt(key) + "\"."
                                    + NearestName.hint(withoutTag(key), known));
        }
    }

    /** A name that ends with a slash stands for a key per tag. */
    private static boolean names(String name, String key) {
        return name.endsWith("/")
                ? key.length() > name.length() && ServiceReference.isSame(name, key.substring(0, name.length()))
                : ServiceReference.isSame(name, key);
    }

    private static String withoutTag(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? key : key.substring(0, slash + 1);
    }

    private static String excerpt(String key) {
        return key.length() <= 100 ? key : key.substring(0, 100) + "...";
    }
}
