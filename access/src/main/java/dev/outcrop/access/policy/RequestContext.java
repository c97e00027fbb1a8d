package dev.outcrop.access.policy;

import java.util.List;

/** What is known about a call, by condition key. Asked only for the keys that a policy names. */
@FunctionalInterface
public interface RequestContext {

    /**
     * The values of a key: none when the call does not have it, several for such as {@code aws:TagKeys}.
     *
     * @param key in lower case
     */
    List<String> values(String key);
}
