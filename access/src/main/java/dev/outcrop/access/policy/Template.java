package dev.outcrop.access.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A text of a policy that may hold variables: <code>${aws:username}</code>, with a default value
 * <code>${aws:username, 'nobody'}</code>, and the escapes <code>${*}</code>, <code>${?}</code> and <code>${$}</code>. Immutable.
 *
 * <p>A variable that has no value, or several, and no default leaves a text that is like and equal to nothing. What a variable
 * stands for is taken as it is: stars in a caller's tag are no wildcards. (IAM user guide, "Policy variables and tags".)
 */
final class Template {
    private final List<Part> parts;
    private final @Nullable String constant;
    private final @Nullable Wildcard constantPattern;

    private Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
        boolean isConstant = keys().isEmpty();
        this.constant = isConstant ? text(key -> List.of()) : null;
        this.constantPattern = isConstant ? pattern(key -> List.of()) : null;
    }

    private sealed interface Part {}

    /** Written as it is; its stars and question marks are wildcards where wildcards count. */
    private record Written(String text) implements Part {}

    /** An escaped character: never a wildcard. */
    private record Escaped(String text) implements Part {}

    /** @param key in lower case */
    private record Variable(String key, @Nullable String fallback) implements Part {}

    /**
     * Reads a text.
     *
     * @param variables whether the policy's version has them; without, the text is as it stands
     * @throws PolicyException when a variable is malformed or of an unknown key
     */
    static Template parse(String text, boolean variables, String path) {
        List<Part> parts = new ArrayList<>(1);
        int at = 0;
        while (variables) {
            int opening = text.indexOf("${", at);
            if (opening < 0) {
                break;
            }
            int closing = text.indexOf('}', opening);
            if (closing < 0) {
                throw new PolicyException(path, "The policy variable " + text.substring(opening) + " lacks its }.");
            }
            if (opening > at) {
                parts.add(new Written(text.substring(at, opening)));
            }
            parts.add(part(text.substring(opening + 2, closing), path));
            at = closing + 1;
        }
        if (at < text.length()) {
            parts.add(new Written(text.substring(at)));
        }
        return new Template(parts);
    }

    private static Part part(String inside, String path) {
        if (inside.equals("*") || inside.equals("?") || inside.equals("$")) {
            return new Escaped(inside);
        }
        int comma = inside.indexOf(',');
        String key = (comma < 0 ? inside : inside.substring(0, comma)).strip();
        ConditionKeys.check(key, path);
        return new Variable(
                key.toLowerCase(Locale.ROOT), comma < 0 ? null : fallback(inside.substring(comma + 1).strip(), path));
    }

    private static String fallback(String quoted, String path) {
        if (quoted.length() < 2 || !quoted.startsWith("'") || !quoted.endsWith("'")) {
            throw new PolicyException(
                    path, "The default value of a policy variable must stand in single quotes: ${key, 'value'}.");
        }
        return quoted.substring(1, quoted.length() - 1);
    }

    /** The keys of the variables, in lower case. */
    Set<String> keys() {
        return parts.stream()
                .<String>mapMulti((part, keys) -> {
                    if (part instanceof Variable variable) {
                        keys.accept(variable.key());
                    }
                })
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a value is this text. */
    boolean isEqualTo(String value, RequestContext context) {
        String text = constant != null ? constant : text(context);
        return value.equals(text);
    }

    /** Whether a value is this text but for the case of letters. */
    boolean isEqualIgnoringCaseTo(String value, RequestContext context) {
        String text = constant != null ? constant : text(context);
        return value.equalsIgnoreCase(text);
    }

    /** Whether this text, its stars and question marks taken as wildcards, matches a value. */
    boolean isLike(String value, RequestContext context) {
        Wildcard pattern = constantPattern != null ? constantPattern : pattern(context);
        return pattern != null && pattern.matches(value);
    }

    private @Nullable String text(RequestContext context) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            String piece = switch (part) {
                case Written written -> written.text();
                case Escaped escaped -> escaped.text();
                case Variable variable -> value(variable, context);
            };
            if (piece == null) {
                return null;
            }
            text.append(piece);
        }
        return text.toString();
    }

    private @Nullable Wildcard pattern(RequestContext context) {
        Wildcard.Builder pattern = new Wildcard.Builder();
        return append(pattern, false, context) ? pattern.build() : null;
    }

    /**
     * Appends this text to a pattern. Returns false when a variable has no value.
     *
     * @param inPart whether its wildcards stop at colons
     */
    boolean append(Wildcard.Builder pattern, boolean inPart, RequestContext context) {
        for (Part part : parts) {
            switch (part) {
                case Written written when inPart -> pattern.patternInPart(written.text());
                case Written written -> pattern.pattern(written.text());
                case Escaped escaped -> pattern.literal(escaped.text());
                case Variable variable -> {
                    String value = value(variable, context);
                    if (value == null) {
                        return false;
                    }
                    pattern.literal(value);
                }
            }
        }
        return true;
    }

    private static @Nullable String value(Variable variable, RequestContext context) {
        List<String> values = context.values(variable.key());
        return values.size() == 1 ? values.getFirst() : variable.fallback();
    }
}
