package dev.outcrop.access.policy;

import java.util.Set;

/** One value of a condition, ready to be compared with a call's. Immutable. */
interface Comparand {

    /** Whether a value of the call is as this one says. What cannot be read as the operator's type is not. */
    boolean matches(String actual, RequestContext context);

    /** The keys of its variables, in lower case. */
    default Set<String> keys() {
        return Set.of();
    }
}
