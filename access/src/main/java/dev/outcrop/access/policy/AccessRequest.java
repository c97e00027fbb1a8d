package dev.outcrop.access.policy;

import java.util.Locale;

/** One thing that a call wants to do: an action on a resource. Immutable, but for what its context looks up. */
public final class AccessRequest {

    /** The resource of actions that have none. */
    public static final String NO_RESOURCE = "*";

    private final String action;
    private final String lowerCaseAction;
    private final String resource;
    private final RequestContext context;

    /**
     * @param action such as {@code bedrock:InvokeModel}
     * @param resource an ARN, or {@link #NO_RESOURCE}
     */
    public AccessRequest(String action, String resource, RequestContext context) {
        this.action = action;
        this.lowerCaseAction = action.toLowerCase(Locale.ROOT);
        this.resource = resource;
        this.context = context;
    }

    public String action() {
        return action;
    }

    /** An ARN, or {@link #NO_RESOURCE}. */
    public String resource() {
        return resource;
    }

    public RequestContext context() {
        return context;
    }

    String lowerCaseAction() {
        return lowerCaseAction;
    }
}
