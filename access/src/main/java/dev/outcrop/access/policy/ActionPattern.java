package dev.outcrop.access.policy;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** An entry of Action or NotAction: actions by name, wildcards allowed, the case of letters no matter. Immutable. */
final class ActionPattern {
    private static final String BEDROCK = "bedrock";
    private static final Pattern FORM = Pattern.compile("([a-zA-Z0-9-]+):([a-zA-Z0-9*?]+)");

    /** Operations whose calls are authorized as another action: easily taken for actions themselves. */
    private static final Map<String, String> AUTHORIZED_AS = Map.of(
            "converse", "bedrock:InvokeModel",
            "startasyncinvoke", "bedrock:InvokeModel",
            "conversestream", "bedrock:InvokeModelWithResponseStream",
            "invokemodelwithbidirectionalstream", "bedrock:InvokeModelWithResponseStream");

    private final Wildcard pattern;

    private ActionPattern(Wildcard pattern) {
        this.pattern = pattern;
    }

    /**
     * Reads an entry. Actions of Bedrock must exist, as must some that a pattern matches; of other services only the form is
     * known, so that policies made for an account with more services than this one serve here too.
     *
     * @throws PolicyException when there can be no such action
     */
    static ActionPattern parse(String text, String path) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (text.equals("*") || text.equals("*:*")) {
            return new ActionPattern(Wildcard.of("*"));
        }
        var form = FORM.matcher(text);
        if (text.length() > 200 || !form.matches()) {
            throw new PolicyException(
                    path,
                    "Actions must be prefaced by a service, such as bedrock:InvokeModel, and hold letters, digits and the"
                            + " wildcards * and ? after it; or be \"*\".");
        }
        String service = form.group(1).toLowerCase(Locale.ROOT);
        Wildcard pattern = Wildcard.of(lower);
        if (service.equals(BEDROCK)) {
            Collection<String> names = ServiceReference.bedrock().actions().keySet();
            if (names.stream().noneMatch(name -> pattern.matches(name.toLowerCase(Locale.ROOT)))) {
                throw new PolicyException(path, unknown(text, form.group(2), names));
            }
        } else if (service.equals("bedrock-runtime") || service.equals("bedrock-agent-runtime")) {
            throw new PolicyException(
                    path,
                    service + " names an endpoint, not a service of policies: its actions are written bedrock:"
                            + form.group(2) + ".");
        }
        return new ActionPattern(pattern);
    }

    private static String unknown(String text, String name, Collection<String> names) {
        String other = AUTHORIZED_AS.get(name.toLowerCase(Locale.ROOT));
        if (other != null) {
            return "There is no action " + text + ": calls of " + name + " are authorized as " + other + ".";
        }
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0
                ? "No action of Bedrock matches " + text + "."
                : "There is no action " + text + "." + NearestName.hint(text, names);
    }

    /** @param action in lower case */
    boolean matches(String action) {
        return pattern.matches(action);
    }
}
