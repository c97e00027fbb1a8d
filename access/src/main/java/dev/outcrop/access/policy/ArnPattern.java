package dev.outcrop.access.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * ARNs by pattern. Wildcards stop at the colons that separate the parts, but for one that ends a part, which may pass them, and
 * those in the last part, which may pass slashes and further colons. The lone {@code *} matches everything, no resource too. An
 * ARN with parts left out at its end is completed with wildcards. Immutable. (IAM user guide, "IAM JSON policy elements:
 * Resource".) In conditions each part is compared for itself, so that none may be passed ("Condition operators").
 */
final class ArnPattern {
    private static final int PARTS = 6;
    private static final Pattern PARTITION = Pattern.compile("[a-z0-9*?-]+");
    private static final Pattern SERVICE = Pattern.compile("[a-z0-9-]+|\\*");
    private static final Pattern REGION = Pattern.compile("[a-z0-9*?-]*");
    private static final Pattern ACCOUNT = Pattern.compile("|[0-9]{12}|aws|[0-9]*[*?][0-9*?]*");

    /** The six parts; null for everything. */
    private final @Nullable List<Template> parts;
    private final boolean passesColons;
    private final @Nullable Wildcard constant;

    private ArnPattern(@Nullable List<Template> parts, boolean passesColons) {
        this.parts = parts;
        this.passesColons = passesColons;
        this.constant = parts == null || !keys().isEmpty() ? null : pattern(parts, key -> List.of());
    }

    /**
     * Reads an entry of Resource or NotResource.
     *
     * @param variables whether the policy's version has variables
     * @throws PolicyException when it can match no ARN
     */
    static ArnPattern ofResource(String text, boolean variables, String path) {
        return parse(text, variables, true, path);
    }

    /** Reads a value of a condition on ARNs; the rest is as for resources. */
    static ArnPattern ofCondition(String text, boolean variables, String path) {
        return parse(text, variables, false, path);
    }

    private static ArnPattern parse(String text, boolean variables, boolean passesColons, String path) {
        if (text.equals("*")) {
            return new ArnPattern(null, passesColons);
        }
        List<String> parts = split(text, variables);
        if (parts.size() < 2 || !parts.getFirst().equals("arn")) {
            throw new PolicyException(path, "Resource " + excerpt(text) + " must be in ARN format or \"*\".");
        }
        while (parts.size() < PARTS) {
            parts.add("*");
        }
        check("partition", PARTITION, parts.get(1), text, path);
        check("service", SERVICE, parts.get(2), text, path);
        check("Region", REGION, parts.get(3), text, path);
        check("account", ACCOUNT, parts.get(4), text, path);
        if (parts.get(5).isEmpty()) {
            throw new PolicyException(path, "The ARN " + excerpt(text) + " names no resource.");
        }
        if (parts.get(2).equals("bedrock")) {
            checkType(parts.get(5), text, path);
        }
        return new ArnPattern(
                parts.stream().map(part -> Template.parse(part, variables, path)).toList(), passesColons);
    }

    /** At colons outside variables, into at most six parts. */
    private static List<String> split(String text, boolean variables) {
        List<String> parts = new ArrayList<>(PARTS);
        int from = 0;
        boolean inVariable = false;
        for (int at = 0; at < text.length() && parts.size() < PARTS - 1; at++) {
            if (variables && text.startsWith("${", at)) {
                inVariable = true;
            } else if (text.charAt(at) == '}') {
                inVariable = false;
            } else if (text.charAt(at) == ':' && !inVariable) {
                parts.add(text.substring(from, at));
                from = at + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static void check(String name, Pattern form, String part, String text, String path) {
        if (!part.contains("${") && !form.matcher(part).matches()) {
            throw new PolicyException(
                    path, "\"" + excerpt(part) + "\" is no valid " + name + " in the ARN " + excerpt(text) + ".");
        }
    }

    /** Bedrock's resources are all written type/id. */
    private static void checkType(String resource, String text, String path) {
        int slash = resource.indexOf('/');
        String type = slash < 0 ? resource : resource.substring(0, slash);
        if (type.indexOf('*') >= 0 || type.indexOf('?') >= 0 || type.contains("${")) {
            return;
        }
        Set<String> known = ServiceReference.bedrock().resourcePrefixes();
        if (slash < 0 || !known.contains(type)) {
            throw new PolicyException(
                    path,
                    "Bedrock has no resource type \"" + excerpt(type) + "\", as in " + excerpt(text) + "."
                            + (known.contains(type)
                                    ? " Write " + type + "/ and an id or *."
                                    : NearestName.hint(type, known)));
        }
    }

    private static String excerpt(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }

    /** @param resource an ARN, or what stands for none */
    boolean matches(String resource, RequestContext context) {
        if (parts == null) {
            return true;
        }
        Wildcard pattern = constant != null ? constant : pattern(parts, context);
        return pattern != null && pattern.matches(resource);
    }

    private @Nullable Wildcard pattern(List<Template> all, RequestContext context) {
        Wildcard.Builder pattern = new Wildcard.Builder();
        for (int part = 0; part < PARTS; part++) {
            boolean last = part == PARTS - 1;
            if (part > 0) {
                pattern.literal(":");
            }
            if (!all.get(part).append(pattern, !last, context)) {
                return null;
            }
            if (passesColons) {
                pattern.openEnd();
            }
        }
        return pattern.build();
    }

    /** The keys of its variables, in lower case. */
    Set<String> keys() {
        return (parts == null ? Stream.<Template>empty() : parts.stream())
                .flatMap(part -> part.keys().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
