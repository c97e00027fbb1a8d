package dev.outcrop.server.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What each operation needs, as data: {@code operations.csv}. An operation that is not in it may not be called.
 *
 * <p>Columns: operation; needs, separated by spaces; members that hold tags. A need is {@code Action@resource}, and a resource
 * <ul>
 * <li>{@code *}: none;
 * <li>{@code type/*}: any of this type, of those that the call would make;
 * <li>{@code type=member}: what a member names by ARN, id or name. Members of structures are separated by dots, and each member
 * of a list counts. When the member is not given there is no resource; with {@code type?=member} there is no need at all.
 * </ul>
 * Types are those of ARNs, and some more (see {@link MemberResource}). Tags are {@code member@type/*}: putting them on something
 * new needs {@code bedrock:TagResource} on what that will be.
 */
final class OperationTable {
    private static final String RESOURCE = "operations.csv";

    private final Map<String, Entry> entries;

    private OperationTable(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /** An operation. */
    record Entry(String operation, List<Rule> rules, List<Tags> tags) {

        /** Whether it invokes a model. */
        boolean invokes() {
            return rules.stream().anyMatch(rule -> rule.action().startsWith("bedrock:InvokeModel"));
        }

        /** Whether some resource may be called by a name, which only what is kept can tell. */
        boolean takesNames() {
            return rules.stream()
                    .anyMatch(rule -> rule.resource() instanceof MemberResource member && member.hasNames());
        }
    }

    /** One need, for every resource that it names. */
    record Rule(String action, Resource resource) {}

    /** On what. */
    sealed interface Resource {}

    /** None. */
    record NoResource() implements Resource {}

    /** @param id such as {@code *}, of what will be made */
    record FixedResource(String type, String id) implements Resource {}

    /**
     * What a member names.
     *
     * @param type of ARNs, or {@code arn} for any ARN, {@code profile} for inference profiles of both types, {@code model} for
     *     what can be invoked, {@code uninvoked-model} for what can be asked about, {@code base-model} for what others are made
     *     of
     * @param path names of members, outermost first
     * @param optional whether nothing is needed when the member is not given
     */
    record MemberResource(String type, List<String> path, boolean optional) implements Resource {
        private static final Set<String> WITH_NAMES = Set.of(
                "provisioned-model",
                "custom-model",
                "custom-model-deployment",
                "imported-model",
                "model-import-job",
                "model-customization-job",
                "model-invocation-job",
                "evaluation-job",
                "base-model");

        /** Whether identifiers of this type may be names. */
        boolean hasNames() {
            return WITH_NAMES.contains(type);
        }
    }

    /** @param resource what they would be put on; empty when the operation's own need is about them */
    record Tags(String member, Optional<FixedResource> resource) {}

    /** Reads the table that comes with Outcrop. */
    static OperationTable load() {
        try (InputStream in = OperationTable.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The build lacks " + RESOURCE);
            }
            return new OperationTable(
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                            .lines()
                            .skip(1)
                            .map(OperationTable::entry)
                            .collect(Collectors.toUnmodifiableMap(Entry::operation, entry -> entry)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Entry entry(String line) {
        String[] cells = line.split("\\|", -1);
        return new Entry(
                cells[0],
                words(cells[1]).map(OperationTable::rule).toList(),
                words(cells[2]).map(OperationTable::tags).toList());
    }

    private static Stream<String> words(String cell) {
        return Arrays.stream(cell.split(" ")).filter(word -> !word.isEmpty());
    }

    private static Rule rule(String text) {
        int at = text.indexOf('@');
        return new Rule("bedrock:" + text.substring(0, at), resource(text.substring(at + 1)));
    }

    private static Resource resource(String text) {
        int equals = text.indexOf('=');
        if (equals >= 0) {
            boolean optional = text.charAt(equals - 1) == '?';
            return new MemberResource(
                    text.substring(0, optional ? equals - 1 : equals),
                    List.of(text.substring(equals + 1).split("\\.")),
                    optional);
        }
        return text.equals("*") ? new NoResource() : fixed(text);
    }

    private static FixedResource fixed(String text) {
        int slash = text.indexOf('/');
        return new FixedResource(text.substring(0, slash), text.substring(slash + 1));
    }

    private static Tags tags(String text) {
        int at = text.indexOf('@');
        return at < 0
                ? new Tags(text, Optional.empty())
                : new Tags(text.substring(0, at), Optional.of(fixed(text.substring(at + 1))));
    }

    /** The operation of this name. */
    Optional<Entry> find(String operation) {
        return Optional.ofNullable(entries.get(operation));
    }

    /** The names of all operations. */
    Set<String> operations() {
        return entries.keySet();
    }
}
