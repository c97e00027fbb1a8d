package dev.outcrop.server.control;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.outcrop.catalog.Arns;
import dev.outcrop.server.model.AccountResources;
import dev.outcrop.store.page.Page;
import dev.outcrop.store.page.PageTokenException;
import dev.outcrop.store.resource.NewResource;
import dev.outcrop.store.resource.Quota;
import dev.outcrop.store.resource.ResourceContent;
import dev.outcrop.store.resource.ResourceKind;
import dev.outcrop.store.resource.ResourceQuery;
import dev.outcrop.store.resource.ResourceWrite;
import dev.outcrop.store.resource.StoredResource;
import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.store.tag.TagStore;
import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.error.ConflictException;
import dev.outcrop.wire.error.ResourceNotFoundException;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.ServiceQuotaExceededException;
import dev.outcrop.wire.error.ValidationException;

/**
 * What the operations on one kind of resource have in common: making, finding, listing, changing and deleting, with the
 * errors of each. Thread-safe; blocks.
 */
public final class ResourceCalls {
    private static final int MOST_RESULTS = 100;

    private final AccountResources resources;
    private final Kind kind;
    private final Supplier<String> ids;
    private final InstantSource clock;

    /**
     * A kind of resource, as the API has it.
     *
     * @param type what precedes the id in ARNs, such as {@code provisioned-model}
     * @param noun what errors call one, such as {@code provisioned model}
     * @param conflicts whether the operation that makes one answers ConflictException; else a name that is taken and a token
     *            that came before are ValidationExceptions
     */
    public record Kind(ResourceKind stored, String type, String noun, boolean conflicts) {}

    /** @param ids a new one each time: twelve lower-case letters and digits */
    public ResourceCalls(AccountResources resources, Kind kind, Supplier<String> ids, InstantSource clock) {
        this.resources = resources;
        this.kind = kind;
        this.ids = ids;
        this.clock = clock;
    }

    /** The account and region that this server stands for. */
    public AccountRegion scope() {
        return resources.scope();
    }

    /** The ARN that an id of this kind has. */
    public String arn(String id) {
        return Arns.in(scope().region(), scope().account(), kind.type(), id);
    }

    /**
     * Makes a resource.
     *
     * @param tags its tags, by key
     * @param weight what it takes of the quota
     * @param tooMany what is answered when the quota is used up
     * @throws ServiceException when it cannot be made
     */
    public StoredResource create(
            BoundInput input, Map<String, String> tags, ResourceContent content, long weight, Quota quota,
            Supplier<ServiceException> tooMany) {
        String id = ids.get();
        String arn = arn(id);
        if (tags.size() > TagStore.MOST_TAGS) {
            throw TagOperations.tooMany(arn);
        }
        ResourceWrite write = resources.store()
                .resources()
                .create(scope(), new NewResource(kind.stored(), id, arn, content, tags, RequestTokens.of(input), weight,
                        quota, clock.instant()));
        if (write == ResourceWrite.Refused.TOO_MANY) {
            throw tooMany.get();
        }
        return written(write, content.name());
    }

    /** Makes a resource that weighs one, of which there may be so many. */
    public StoredResource create(
            BoundInput input, Map<String, String> tags, ResourceContent content, long most) {
        return create(input, tags, content, 1, Quota.of(most),
                () -> new ServiceQuotaExceededException("The account has " + most + " " + kind.noun()
                        + "s, the most that it can have."));
    }

    /** What an identifier names: by ARN, then by id, then by name where names are unique. */
    public Optional<StoredResource> find(String identifier) {
        if (identifier.startsWith("arn:")) {
            // An ARN says account and region itself: another's is not here.
            return resources.store()
                    .resources()
                    .findByArn(identifier)
                    .filter(resource -> resource.kind() == kind.stored()
                            && resource.arn().equals(arn(resource.id())));
        }
        Optional<StoredResource> byId = resources.store().resources().find(scope(), kind.stored(), identifier);
        return byId.isPresent() || !kind.stored().hasUniqueNames()
                ? byId
                : resources.store().resources().findByName(scope(), kind.stored(), identifier);
    }

    /** @throws ResourceNotFoundException when the identifier names none */
    public StoredResource get(String identifier) {
        return find(identifier).orElseThrow(() -> notFound(identifier));
    }

    /**
     * Changes a resource.
     *
     * @param change as {@link dev.outcrop.store.resource.ResourceStore#update} has it
     */
    public StoredResource update(StoredResource resource, Function<StoredResource, ResourceContent> change) {
        ResourceWrite write = resources.store()
                .resources()
                .update(scope(), kind.stored(), resource.id(), change, clock.instant());
        return written(write, resource.name());
    }

    /** Deletes a resource; {@code check} may throw to refuse. */
    public void delete(StoredResource resource, Consumer<StoredResource> check) {
        written(
                resources.store().resources().delete(scope(), kind.stored(), resource.id(), check),
                resource.arn());
    }

    /**
     * Answers a list operation.
     *
     * @param member the answer's member that holds the list
     */
    public Map<String, Object> list(
            BoundInput input, ResourceFilters filters, String member,
            Function<StoredResource, Map<String, Object>> summary) {
        return list(input, filters.query(input), member, summary);
    }

    /** The same for a query that is not simply made of parameters. */
    public Map<String, Object> list(
            BoundInput input, ResourceQuery query, String member,
            Function<StoredResource, Map<String, Object>> summary) {
        Integer asked = input.integer("maxResults");
        int limit = asked == null ? MOST_RESULTS : asked;
        try {
            Page<StoredResource> page = resources.store()
                    .resources()
                    .list(scope(), kind.stored(), query, limit, input.string("nextToken"));
            List<Map<String, Object>> summaries = new ArrayList<>();
            page.items().forEach(resource -> summaries.add(summary.apply(resource)));
            Map<String, Object> members = new LinkedHashMap<>();
            members.put(member, summaries);
            if (page.next() != null) {
                members.put("nextToken", page.next());
            }
            return members;
        } catch (PageTokenException e) {
            throw invalidToken();
        }
    }

    static ValidationException invalidToken() {
        return new ValidationException("The provided nextToken is invalid.");
    }

    /** The error of an identifier that names nothing. */
    public ResourceNotFoundException notFound(String identifier) {
        return new ResourceNotFoundException("The " + kind.noun() + " " + identifier + " does not exist.");
    }

    private StoredResource written(ResourceWrite write, String name) {
        return switch (write) {
            case ResourceWrite.Done(StoredResource resource) -> {
                resources.changed();
                yield resource;
            }
            case ResourceWrite.Refused refused -> throw refusal(refused, name);
        };
    }

    private ServiceException refusal(ResourceWrite.Refused refused, String name) {
        return switch (refused) {
            case NAME_TAKEN ->
                conflict("Another " + kind.noun() + " in your account already has the name " + name + ".");
            case TOKEN_REUSED ->
                conflict("The clientRequestToken was used before, in a request with other parameters.");
            case NO_RESOURCE, NOT_HELD -> notFound(name);
            case NO_USED_RESOURCE ->
                new ResourceNotFoundException("Could not resolve the model from the provided model identifier.");
            case IN_USE -> new ConflictException("The " + kind.noun() + " " + name
                    + " is in use by another resource and can't be deleted.");
            case TOO_MANY -> new ServiceQuotaExceededException("The account can have no more of this.");
        };
    }

    private ServiceException conflict(String message) {
        return kind.conflicts() ? new ConflictException(message) : new ValidationException(message);
    }
}
