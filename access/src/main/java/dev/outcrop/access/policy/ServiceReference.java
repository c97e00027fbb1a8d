package dev.outcrop.access.policy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The actions, resource types and condition keys that policies can name, as the service authorization reference lists them for
 * Bedrock, with the condition keys that every service has. Immutable and thread-safe.
 */
public final class ServiceReference {
    private static final ServiceReference BEDROCK = load();

    private final Map<String, Action> actions;
    private final Set<String> resourcePrefixes;
    private final Set<String> conditionKeys;

    private ServiceReference(Map<String, Action> actions, Set<String> resourcePrefixes, Set<String> conditionKeys) {
        this.actions = Map.copyOf(actions);
        this.resourcePrefixes = Set.copyOf(resourcePrefixes);
        this.conditionKeys = Set.copyOf(conditionKeys);
    }

    /**
     * One action.
     *
     * @param name such as {@code bedrock:InvokeModel}
     * @param access Read, Write, List, Tagging or Permissions management
     * @param resourceTypes names of resource types; {@code wildcard} for no resource
     */
    public record Action(String name, String access, Set<String> resourceTypes) {}

    /** Bedrock's. */
    public static ServiceReference bedrock() {
        return BEDROCK;
    }

    /** Every action by its name. */
    public Map<String, Action> actions() {
        return actions;
    }

    /** What stands before the first slash in the resource part of ARNs, such as {@code foundation-model}. */
    Set<String> resourcePrefixes() {
        return resourcePrefixes;
    }

    /** Keys of Bedrock and global ones; those of tags end with a slash. */
    Set<String> conditionKeys() {
        return conditionKeys;
    }

    private static ServiceReference load() {
        JsonNode root = JsonMapper.shared().readTree(text("iam-bedrock.json"));
        Map<String, Action> actions = new TreeMap<>();
        root.path("actions").propertyStream().forEach(entry -> {
            Set<String> resources = new TreeSet<>();
            entry.getValue().path("resources").forEach(type -> resources.add(type.asString().replace("*", "")));
            actions.put(
                    entry.getKey(),
                    new Action(entry.getKey(), entry.getValue().path("access").asString(), Set.copyOf(resources)));
        });
        Set<String> prefixes = root.path("resourceTypes")
                .propertyStream()
                .map(entry -> entry.getValue().path("arn").asString())
                .filter(arn -> !arn.equals(AccessRequest.NO_RESOURCE))
                .map(arn -> arn.substring(arn.lastIndexOf(":", arn.indexOf('/')) + 1, arn.indexOf('/')))
                .collect(Collectors.toSet());
        List<String> keys = new ArrayList<>(text("global-condition-keys.txt").lines().toList());
        root.path("conditionKeys").propertyStream().map(Map.Entry::getKey).forEach(keys::add);
        return new ServiceReference(
                actions,
                prefixes,
                keys.stream().map(key -> key.replace("${TagKey}", "")).collect(Collectors.toSet()));
    }

    private static String text(String resource) {
        try (InputStream in = ServiceReference.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The build lacks " + resource);
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines()
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether two names are one to a policy. */
    static boolean isSame(String name, String other) {
        return name.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }
}
