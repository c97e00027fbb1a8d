package dev.outcrop.server.control;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import dev.outcrop.server.guardrail.GuardrailDocument;
import dev.outcrop.server.guardrail.GuardrailNames;
import dev.outcrop.server.pipeline.OperationHandler;
import dev.outcrop.store.guardrail.GuardrailContent;
import dev.outcrop.store.guardrail.GuardrailHead;
import dev.outcrop.store.guardrail.GuardrailStore;
import dev.outcrop.store.guardrail.GuardrailWrite;
import dev.outcrop.store.guardrail.NewGuardrail;
import dev.outcrop.store.guardrail.StoredGuardrail;
import dev.outcrop.store.page.Page;
import dev.outcrop.store.page.PageTokenException;
import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.store.tag.TagStore;
import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.bind.ResponseBinder;
import dev.outcrop.wire.error.ConflictException;
import dev.outcrop.wire.error.ResourceNotFoundException;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.ServiceQuotaExceededException;
import dev.outcrop.wire.error.ValidationException;

/**
 * CreateGuardrail, UpdateGuardrail, CreateGuardrailVersion, GetGuardrail, ListGuardrails and DeleteGuardrail.
 *
 * <p>What is written is ready at once: no status but {@code READY} is ever seen.
 */
public final class GuardrailOperations {
    private static final int MOST_RESULTS = 1_000;

    private final GuardrailStore guardrails;
    private final GuardrailNames names;
    private final AccountRegion scope;
    private final Supplier<String> ids;
    private final InstantSource clock;
    private final ResponseBinder responses;

    /** @param ids a new one each time: twelve lower-case letters and digits */
    public GuardrailOperations(
            GuardrailStore guardrails, GuardrailNames names, Supplier<String> ids, InstantSource clock,
            ResponseBinder responses) {
        this.guardrails = guardrails;
        this.names = names;
        this.scope = names.scope();
        this.ids = ids;
        this.clock = clock;
        this.responses = responses;
    }

    /** By operation name. */
    public Map<String, OperationHandler> handlers() {
        return Map.of(
                "CreateGuardrail", new StoreOperation(this::create, responses),
                "UpdateGuardrail", new StoreOperation(this::update, responses),
                "CreateGuardrailVersion", new StoreOperation(this::createVersion, responses),
                "GetGuardrail", new StoreOperation(this::get, responses),
                "ListGuardrails", new StoreOperation(this::list, responses),
                "DeleteGuardrail", new StoreOperation(this::delete, responses));
    }

    private Map<String, Object> create(BoundInput input) {
        GuardrailContent content = GuardrailRequest.content(input, scope);
        Map<String, String> tags = Tags.of(input.list("tags"));
        String id = ids.get();
        String arn = names.arn(id);
        if (tags.size() > TagStore.MOST_TAGS) {
            throw TagOperations.tooMany(arn);
        }
        GuardrailHead head = written(
                guardrails.create(
                        scope,
                        new NewGuardrail(id, arn, content, tags, RequestTokens.of(input), clock.instant())),
                id);
        return Map.of(
                "guardrailId", head.id(),
                "guardrailArn", head.arn(),
                "version", GuardrailNames.DRAFT,
                "createdAt", head.createdAt());
    }

    private Map<String, Object> update(BoundInput input) {
        String id = id(input);
        GuardrailContent content = GuardrailRequest.content(input, scope);
        GuardrailHead head = written(guardrails.update(scope, id, content, clock.instant()), id);
        return Map.of(
                "guardrailId", head.id(),
                "guardrailArn", head.arn(),
                "version", GuardrailNames.DRAFT,
                "updatedAt", head.updatedAt());
    }

    private Map<String, Object> createVersion(BoundInput input) {
        String id = id(input);
        GuardrailHead head = written(
                guardrails.createVersion(
                        scope, id, GuardrailRequest.description(input), RequestTokens.of(input), clock.instant()),
                id);
        return Map.of("guardrailId", head.id(), "version", GuardrailNames.version(head.number()));
    }

    private Map<String, Object> get(BoundInput input) {
        String id = id(input);
        String version = input.string("guardrailVersion");
        int number = version == null ? GuardrailStore.DRAFT : GuardrailNames.number(version);
        StoredGuardrail stored = guardrails.find(scope, id, number).orElseThrow(() -> notFound(id, number));
        GuardrailHead head = stored.head();
        Map<String, Object> members = new GuardrailDocument(stored.document()).members();
        members.put("guardrailId", head.id());
        members.put("guardrailArn", head.arn());
        if (head.kmsKeyArn() != null) {
            members.put("kmsKeyArn", head.kmsKeyArn());
        }
        describe(members, head);
        return members;
    }

    private Map<String, Object> list(BoundInput input) {
        Integer asked = input.integer("maxResults");
        int limit = asked == null ? MOST_RESULTS : asked;
        Page<GuardrailHead> page = page(input, limit);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("guardrails", page.items().stream().map(GuardrailOperations::summary).toList());
        if (page.next() != null) {
            members.put("nextToken", page.next());
        }
        return members;
    }

    private Page<GuardrailHead> page(BoundInput input, int limit) {
        String token = input.string("nextToken");
        try {
            if (input.string("guardrailIdentifier") == null) {
                return guardrails.list(scope, limit, token);
            }
            String id = id(input);
            if (guardrails.head(scope, id, GuardrailStore.DRAFT).isEmpty()) {
                throw notFound(id, GuardrailStore.DRAFT);
            }
            return guardrails.listVersions(scope, id, limit, token);
        } catch (PageTokenException e) {
            throw new ValidationException("The provided nextToken is invalid.");
        }
    }

    private Map<String, Object> delete(BoundInput input) {
        String id = id(input);
        String version = input.string("guardrailVersion");
        int number = version == null ? GuardrailStore.DRAFT : GuardrailNames.number(version);
        boolean deleted = version == null
                ? guardrails.delete(scope, id)
                : guardrails.deleteVersion(scope, id, number);
        if (!deleted) {
            throw notFound(id, number);
        }
        return Map.of();
    }

    private static Map<String, Object> summary(GuardrailHead head) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", head.id());
        members.put("arn", head.arn());
        describe(members, head);
        return members;
    }

    /** What GetGuardrail and ListGuardrails say under the same names. */
    private static void describe(Map<String, Object> members, GuardrailHead head) {
        members.put("name", head.name());
        if (head.description() != null) {
            members.put("description", head.description());
        }
        members.put("version", GuardrailNames.version(head.number()));
        members.put("status", "READY");
        members.put("createdAt", head.createdAt());
        members.put("updatedAt", head.updatedAt());
        String profile = head.profileArn();
        if (profile != null) {
            members.put(
                    "crossRegionDetails",
                    Map.of("guardrailProfileId", GuardrailProfiles.id(profile), "guardrailProfileArn", profile));
        }
    }

    private String id(BoundInput input) {
        String identifier = String.valueOf(input.string("guardrailIdentifier"));
        return names.id(identifier)
                .orElseThrow(() -> new ResourceNotFoundException("The guardrail " + identifier + " does not exist."));
    }

    private static GuardrailHead written(GuardrailWrite write, String id) {
        return switch (write) {
            case GuardrailWrite.Done(GuardrailHead head) -> head;
            case GuardrailWrite.Refused refused -> throw refusal(refused, id);
        };
    }

    private static ServiceException refusal(GuardrailWrite.Refused refused, String id) {
        return switch (refused) {
            case NO_GUARDRAIL -> notFound(id, GuardrailStore.DRAFT);
            case NAME_TAKEN -> new ConflictException("Another guardrail in your account already has this name.");
            case TOKEN_REUSED -> new ConflictException(
                    "The clientRequestToken was used before, in a request with other parameters.");
            case TOO_MANY_GUARDRAILS -> new ServiceQuotaExceededException(
                    "The account has " + GuardrailStore.MOST_GUARDRAILS + " guardrails, the most that it can have.");
            case TOO_MANY_VERSIONS -> new ServiceQuotaExceededException(
                    "The guardrail has " + GuardrailStore.MOST_VERSIONS + " versions, the most that it can have.");
        };
    }

    private static ResourceNotFoundException notFound(String id, int number) {
        String guardrail = "guardrail " + id + " does not exist.";
        return new ResourceNotFoundException(number == GuardrailStore.DRAFT
                ? "The " + guardrail
                : "Version " + number + " of the " + guardrail);
    }
}
