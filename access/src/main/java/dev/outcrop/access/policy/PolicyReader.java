package dev.outcrop.access.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads one policy; wording of the errors that IAM has too is IAM's. */
final class PolicyReader {
    private static final int MOST_WITH_WHITE_SPACE = 64 * 1024;
    private static final Set<String> DOCUMENT = Set.of("Version", "Id", "Statement");
    private static final Set<String> STATEMENT = Set.of(
            "Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition");
    private static final Pattern SID = Pattern.compile("[a-zA-Z0-9]*");

    /** A policy nests five deep; members that come twice would leave open which of them counts. */
    private static final JsonMapper JSON = JsonMapper
            .builder(
                    JsonFactory.builder()
                            .streamReadConstraints(
                                    StreamReadConstraints.builder()
                                            .maxNestingDepth(10)
                                            .maxNumberLength(40)
                                            .maxStringLength(MOST_WITH_WHITE_SPACE)
                                            .build())
                            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                            .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String json;
    private final Set<String> sids = new HashSet<>();
    private boolean variables;

    PolicyReader(String json) {
        this.json = json;
    }

    /** @throws PolicyException when it is not valid */
    Policy read() {
        checkLength();
        JsonNode document = parse();
        requireObject(document, "");
        requireKnown(document, DOCUMENT, "");
        if (document.has("Id")) {
            text(document.path("Id"), "Id");
        }
        variables = version(document.get("Version"));
        JsonNode statements = document.get("Statement");
        if (statements == null) {
            throw new PolicyException("", "Missing required field Statement.");
        }
        if (!statements.isArray()) {
            return new Policy(List.of(statement(statements, 1, "Statement")));
        }
        if (statements.isEmpty()) {
            throw new PolicyException("Statement", "A policy must have at least one statement.");
        }
        List<Statement> read = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            read.add(statement(statements.get(i), i + 1, "Statement[" + i + "]"));
        }
        return new Policy(read);
    }

    private void checkLength() {
        if (json.length() > MOST_WITH_WHITE_SPACE
                || json.chars().filter(c -> !Character.isWhitespace(c)).count() > Policy.MOST_CHARACTERS) {
            throw new PolicyException(
                    "",
                    "The policy is longer than " + Policy.MOST_CHARACTERS + " characters, white space not counted.");
        }
    }

    private JsonNode parse() {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            // What follows in the message says once more where it stands, or how the parser is set.
            String reason = e.getOriginalMessage().split(" \\((?:for|start marker at|\\d+, from) ", 2)[0];
            TokenStreamLocation place = e.getLocation();
            throw new PolicyException(
                    "",
                    "The policy is not valid JSON: " + reason
                            + (place == null
                                    ? "."
                                    : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")."));
        }
    }

    /** Whether the version has policy variables. */
    private static boolean version(@Nullable JsonNode node) {
        if (node == null) {
            return false;
        }
        return switch (text(node, "Version")) {
            case "2012-10-17" -> true;
            case "2008-10-17" -> false;
            default -> throw new PolicyException("Version", "The version must be 2012-10-17 (or 2008-10-17).");
        };
    }

    private Statement statement(JsonNode node, int number, String path) {
        requireObject(node, path);
        if (node.has("Principal") || node.has("NotPrincipal")) {
            throw new PolicyException(path, "Policy document should not specify a principal.");
        }
        requireKnown(node, STATEMENT, path);
        return new Statement(
                number,
                sid(node.get("Sid"), path + ".Sid"),
                effect(node.get("Effect"), path),
                matching(node, "Action", "Policy statement must contain actions.", path, ActionPattern::parse),
                matching(
                        node,
                        "Resource",
                        "Policy statement must contain resources.",
                        path,
                        (text, at) -> ArnPattern.ofResource(text, variables, at)),
                conditions(node.get("Condition"), path + ".Condition"));
    }

    private @Nullable String sid(@Nullable JsonNode node, String path) {
        if (node == null) {
            return null;
        }
        String sid = text(node, path);
        if (!SID.matcher(sid).matches()) {
            throw new PolicyException(
                    path, "Statement IDs (SID) must be alpha-numeric, with nothing but A-Z, a-z and 0-9.");
        }
        if (!sid.isEmpty() && !sids.add(sid)) {
            throw new PolicyException(path, "Statement IDs (SID) in a single policy must be unique.");
        }
        return sid.isEmpty() ? null : sid;
    }

    private static Effect effect(@Nullable JsonNode node, String path) {
        if (node == null) {
            throw new PolicyException(path, "Missing required field Effect.");
        }
        return switch (text(node, path + ".Effect")) {
            case "Allow" -> Effect.ALLOW;
            case "Deny" -> Effect.DENY;
            default -> throw new PolicyException(path + ".Effect", "The effect must be Allow or Deny.");
        };
    }

    /** Action or NotAction, Resource or NotResource: exactly one of the two. */
    private static <T> Statement.Matching<T> matching(
            JsonNode node, String name, String missing, String path, BiFunction<String, String, T> reader) {
        boolean inverted = node.has("Not" + name);
        if (inverted && node.has(name)) {
            throw new PolicyException(path, "A statement can have " + name + " or Not" + name + ", not both.");
        }
        String member = inverted ? "Not" + name : name;
        JsonNode value = node.get(member);
        if (value == null || (value.isArray() && value.isEmpty())) {
            throw new PolicyException(path, missing);
        }
        List<T> patterns = new ArrayList<>();
        String at = path + "." + member;
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                String entry = at + "[" + i + "]";
                patterns.add(reader.apply(text(value.get(i), entry), entry));
            }
        } else {
            patterns.add(reader.apply(text(value, at), at));
        }
        return new Statement.Matching<>(patterns, inverted);
    }

    private List<Condition> conditions(@Nullable JsonNode block, String path) {
        if (block == null) {
            return List.of();
        }
        requireObject(block, path);
        List<Condition> conditions = new ArrayList<>();
        block.propertyStream().forEach(entry -> {
            String at = path + "." + entry.getKey();
            ConditionReader reader = ConditionReader.of(entry.getKey(), variables, at);
            requireObject(entry.getValue(), at);
            entry.getValue()
                    .propertyStream()
                    .forEach(key -> conditions.add(
                            reader.read(key.getKey(), key.getValue(), at + "." + key.getKey())));
        });
        return conditions;
    }

    private static void requireObject(JsonNode node, String path) {
        if (!node.isObject()) {
            throw new PolicyException(path, path.isEmpty() ? "A policy is a JSON object." : "Must be a JSON object.");
        }
    }

    private static void requireKnown(JsonNode node, Set<String> known, String path) {
        node.propertyNames().stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new PolicyException(
                    path,
                    "There is no element \"" + (name.length() <= 100 ? name : name.substring(0, 100) + "...") + "\"."
                            + NearestName.hint(name, known));
        });
    }

    private static String text(JsonNode node, String path) {
        if (!node.isString()) {
            throw new PolicyException(path, "Must be a string.");
        }
        return node.stringValue();
    }
}
