package dev.outcrop.server.control.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.outcrop.catalog.Arns;
import dev.outcrop.catalog.ModelResolver;
import dev.outcrop.catalog.ResolvedModel;
import dev.outcrop.catalog.SystemProfile;
import dev.outcrop.catalog.SystemProfiles;
import dev.outcrop.server.control.ResourceCalls;
import dev.outcrop.server.control.ResourceDocument;
import dev.outcrop.server.control.StoreOperation;
import dev.outcrop.server.control.Tags;
import dev.outcrop.server.pipeline.OperationHandler;
import dev.outcrop.store.page.Page;
import dev.outcrop.store.page.PageToken;
import dev.outcrop.store.page.PageTokenException;
import dev.outcrop.store.resource.ResourceContent;
import dev.outcrop.store.resource.ResourceKind;
import dev.outcrop.store.resource.ResourceStore;
import dev.outcrop.store.resource.StoredResource;
import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.bind.ResponseBinder;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * CreateInferenceProfile, GetInferenceProfile, ListInferenceProfiles and DeleteInferenceProfile.
 *
 * <p>A list has the system-defined profiles first, by id, then the account's own, oldest first.
 */
public final class InferenceProfileOperations {

    /** How the API has application profiles. */
    public static final ResourceCalls.Kind KIND = new ResourceCalls.Kind(
            ResourceKind.INFERENCE_PROFILE, "application-inference-profile", "inference profile", true);

    /** Most application profiles of an account (Amazon Bedrock quotas). */
    private static final int MOST_PROFILES = 1_000;

    private static final int MOST_RESULTS = 100;
    private static final String SYSTEM = "SYSTEM_DEFINED";
    private static final String APPLICATION = "APPLICATION";
    private static final String DESCRIPTION = "description";

    private final ResourceCalls calls;
    private final ResourceStore store;
    private final SystemProfiles system;
    private final ModelResolver resolver;
    private final ResponseBinder responses;

    public InferenceProfileOperations(
            ResourceCalls calls, ResourceStore store, SystemProfiles system, ModelResolver resolver,
            ResponseBinder responses) {
        this.calls = calls;
        this.store = store;
        this.system = system;
        this.resolver = resolver;
        this.responses = responses;
    }

    /** By operation name. */
    public Map<String, OperationHandler> handlers() {
        return Map.of(
                "CreateInferenceProfile", new StoreOperation(this::create, responses),
                "GetInferenceProfile", new StoreOperation(this::get, responses),
                "ListInferenceProfiles", new StoreOperation(this::list, responses),
                "DeleteInferenceProfile", new StoreOperation(this::delete, responses));
    }

    private Map<String, Object> create(BoundInput input) {
        if (!(input.structure("modelSource").get("copyFrom") instanceof String source)) {
            throw new ValidationException("The request lacks modelSource.copyFrom.");
        }
        // What cannot be invoked cannot be copied: the errors are those of an invocation.
        ResolvedModel resolved = resolver.resolve(source);
        StoredResource made = calls.create(
                input,
                Tags.of(input.list("tags")),
                new ResourceContent(
                        String.valueOf(input.string("inferenceProfileName")),
                        "ACTIVE",
                        resolved.resourceArn(),
                        Set.of(),
                        ResourceDocument.empty().with(DESCRIPTION, input.string(DESCRIPTION)).json()),
                MOST_PROFILES);
        return Map.of("inferenceProfileArn", made.arn(), "status", made.status());
    }

    private Map<String, Object> get(BoundInput input) {
        String identifier = identifier(input);
        Optional<SystemProfile> ofSystem = systemProfile(identifier);
        return ofSystem.isPresent() ? describe(ofSystem.get()) : describe(calls.get(identifier));
    }

    private Map<String, Object> delete(BoundInput input) {
        String identifier = identifier(input);
        if (systemProfile(identifier).isPresent()) {
            throw new ValidationException("The inference profile " + identifier
                    + " is system-defined: only application inference profiles can be deleted.");
        }
        calls.delete(calls.get(identifier), resource -> {});
        return Map.of();
    }

    private static String identifier(BoundInput input) {
        return String.valueOf(input.string("inferenceProfileIdentifier"));
    }

    private Optional<SystemProfile> systemProfile(String identifier) {
        return system.find(Arns.id(identifier))
                .filter(profile -> !identifier.startsWith("arn:") || identifier.equals(profile.arn()));
    }

    /** @param number where it stands among all, rising */
    private record Listed(long number, Map<String, Object> summary) {}

    private Map<String, Object> list(BoundInput input) {
        String type = input.string("typeEquals");
        Integer asked = input.integer("maxResults");
        int limit = asked == null ? MOST_RESULTS : asked;
        String list = "inference-profiles/" + calls.scope().account() + "/" + calls.scope().region() + "/" + type;
        try {
            long after = PageToken.after(list, input.string("nextToken"));
            List<Listed> found = all(type).stream()
                    .filter(listed -> listed.number() > after)
                    .limit(limit + 1L)
                    .toList();
            Page<Listed> page = PageToken.page(list, found, limit, Listed::number);
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("inferenceProfileSummaries", page.items().stream().map(Listed::summary).toList());
            if (page.next() != null) {
                members.put("nextToken", page.next());
            }
            return members;
        } catch (PageTokenException e) {
            throw new ValidationException("The provided nextToken is invalid.");
        }
    }

    private List<Listed> all(@Nullable String type) {
        List<SystemProfile> systems = system.list();
        List<Listed> all = new ArrayList<>();
        if (!APPLICATION.equals(type)) {
            systems.forEach(profile -> all.add(new Listed(all.size(), describe(profile))));
        }
        if (!SYSTEM.equals(type)) {
            // Behind every system profile, whatever the type: ordinals begin with 1.
            store.all(calls.scope(), ResourceKind.INFERENCE_PROFILE)
                    .forEach(profile -> all.add(new Listed(systems.size() + profile.ordinal(), describe(profile))));
        }
        return all;
    }

    private static Map<String, Object> describe(SystemProfile profile) {
        return Map.of(
                "inferenceProfileName", profile.name(),
                DESCRIPTION, profile.description(),
                "inferenceProfileArn", profile.arn(),
                "models", models(profile.modelArns()),
                "inferenceProfileId", profile.id(),
                "status", "ACTIVE",
                "type", SYSTEM);
    }

    private Map<String, Object> describe(StoredResource profile) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("inferenceProfileName", profile.name());
        String description = ResourceDocument.of(profile.document()).string(DESCRIPTION);
        if (description != null) {
            members.put(DESCRIPTION, description);
        }
        members.put("createdAt", profile.createdAt());
        members.put("updatedAt", profile.updatedAt());
        members.put("inferenceProfileArn", profile.arn());
        members.put("models", models(modelArns(String.valueOf(profile.content().modelArn()))));
        members.put("inferenceProfileId", profile.id());
        members.put("status", profile.status());
        members.put("type", APPLICATION);
        return members;
    }

    /** Not by resolving: a profile is to be seen even when what it was copied from can no longer be invoked. */
    private List<String> modelArns(String source) {
        return systemProfile(source).map(SystemProfile::modelArns).orElse(List.of(source));
    }

    private static List<Map<String, String>> models(List<String> arns) {
        return arns.stream().map(arn -> Map.of("modelArn", arn)).toList();
    }
}
