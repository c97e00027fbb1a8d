package dev.outcrop.server.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.outcrop.server.access.OperationTable.FixedResource;
import dev.outcrop.server.access.OperationTable.MemberResource;
import dev.outcrop.server.access.OperationTable.NoResource;
import dev.outcrop.wire.bind.BoundInput;
import org.jspecify.annotations.Nullable;

/** Finds out what a call needs, from its operation's entry in the table and its input. */
final class Petitions {
    private static final String NO_RESOURCE = "*";

    private final ResourceArns arns;
    private final InvokedModels models;
    private final ResourceDirectory directory;

    Petitions(ResourceArns arns, InvokedModels models, ResourceDirectory directory) {
        this.arns = arns;
        this.models = models;
        this.directory = directory;
    }

    /** What a call needs. Blocks when the entry takes names. */
    Petition of(OperationTable.Entry entry, BoundInput input) {
        List<Need> needs = new ArrayList<>();
        entry.rules().forEach(rule -> needs(rule, input).forEach(needs::add));
        Map<String, String> tags = new LinkedHashMap<>();
        List<String> tagKeys = new ArrayList<>();
        for (OperationTable.Tags rule : entry.tags()) {
            List<Object> given = input.list(rule.member());
            if (!given.isEmpty()) {
                rule.resource()
                        .ifPresent(resource -> needs.add(
                                new Need("bedrock:TagResource", arns.own(resource.type(), resource.id()))));
            }
            given.forEach(tag -> add(tag, tags, tagKeys));
        }
        return new Petition(needs, entry.invokes() ? invocation(input) : null, tags, tagKeys);
    }

    /** What an invocation needs that no operation of the API model makes. */
    Petition ofInvocation(String action, String modelId, @Nullable String guardrail, @Nullable String version) {
        List<Need> needs = new ArrayList<>(models.invoked(action, modelId).toList());
        if (guardrail != null) {
            needs.add(new Need("bedrock:ApplyGuardrail", arn("guardrail", guardrail)));
        }
        return new Petition(
                needs,
                new Petition.Invocation(
                        guardrail == null ? null : guardrail(guardrail, version), Petition.Invocation.DEFAULT_TIER),
                Map.of(),
                List.of());
    }

    /** The ARN of a foundation model. */
    String foundationModel(String modelId) {
        return arn("foundation-model", modelId);
    }

    private Stream<Need> needs(OperationTable.Rule rule, BoundInput input) {
        return switch (rule.resource()) {
            case NoResource none -> Stream.of(new Need(rule.action(), NO_RESOURCE));
            case FixedResource fixed -> Stream.of(new Need(rule.action(), arns.own(fixed.type(), fixed.id())));
            case MemberResource member -> needs(rule.action(), member, input);
        };
    }

    private Stream<Need> needs(String action, MemberResource resource, BoundInput input) {
        List<String> identifiers = new ArrayList<>();
        collect(input.asMap(), resource.path(), identifiers);
        if (identifiers.isEmpty()) {
            return resource.optional() ? Stream.empty() : Stream.of(new Need(action, NO_RESOURCE));
        }
        return identifiers.stream().flatMap(identifier -> switch (resource.type()) {
            case "model" -> models.invoked(action, identifier);
            case "uninvoked-model" -> models.uninvoked(action, identifier);
            default -> Stream.of(new Need(action, arn(resource.type(), identifier)));
        });
    }

    /** The texts at the end of a path; empty ones stand for none, as they do to the operations. */
    private static void collect(@Nullable Object value, List<String> path, List<String> found) {
        switch (value) {
            case List<?> list -> list.forEach(each -> collect(each, path, found));
            case Map<?, ?> members when !path.isEmpty() ->
                collect(members.get(path.getFirst()), path.subList(1, path.size()), found);
            case String text when path.isEmpty() && !text.isEmpty() -> found.add(text);
            case null, default -> {}
        }
    }

    private String arn(String type, String identifier) {
        if (ResourceArns.isArn(identifier)) {
            return arns.canonical(identifier);
        }
        return switch (type) {
            case "profile" ->
                arns.own(identifier.contains(".") ? "inference-profile" : "application-inference-profile", identifier);
            case "base-model" ->
                directory.find("custom-model", identifier).orElseGet(() -> arns.own("foundation-model", identifier));
            case "foundation-model", "guardrail" -> arns.own(type, identifier);
            default -> directory.find(type, identifier).orElseGet(() -> arns.own(type, identifier));
        };
    }

    private static void add(Object tag, Map<String, String> tags, List<String> keys) {
        if (tag instanceof Map<?, ?> pair) {
            String key = String.valueOf(pair.get("key"));
            keys.add(key);
            tags.put(key, String.valueOf(pair.get("value")));
        } else {
            keys.add(String.valueOf(tag));
        }
    }

    /** InvokeModel has both in headers, Converse in structures. */
    private Petition.Invocation invocation(BoundInput input) {
        Map<String, Object> config = input.get("guardrailConfig") instanceof Map<?, ?>
                ? input.structure("guardrailConfig")
                : input.asMap();
        String guardrail = config.get("guardrailIdentifier") instanceof String identifier && !identifier.isEmpty()
                ? guardrail(identifier, config.get("guardrailVersion") instanceof String version ? version : null)
                : null;
        String tier = switch (input.get("serviceTier")) {
            case String header when !header.isEmpty() -> header;
            case Map<?, ?> members when members.get("type") instanceof String type -> type;
            case null, default -> Petition.Invocation.DEFAULT_TIER;
        };
        return new Petition.Invocation(guardrail, tier);
    }

    /** The draft's is the ARN alone. (Amazon Bedrock user guide, "Enforce the use of specific guardrails".) */
    private String guardrail(String identifier, @Nullable String version) {
        String arn = arn("guardrail", identifier);
        return version == null || version.equals("DRAFT") ? arn : arn + ":" + version;
    }
}
