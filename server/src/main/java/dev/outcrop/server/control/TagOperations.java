package dev.outcrop.server.control;

import java.util.Map;

import dev.outcrop.server.pipeline.OperationHandler;
import dev.outcrop.store.tag.TagStore;
import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.bind.ResponseBinder;
import dev.outcrop.wire.error.ResourceNotFoundException;
import dev.outcrop.wire.error.TooManyTagsException;

/** TagResource, UntagResource and ListTagsForResource, for every kind of resource that the store keeps. */
public final class TagOperations {
    private final TagStore tags;
    private final ResponseBinder responses;

    public TagOperations(TagStore tags, ResponseBinder responses) {
        this.tags = tags;
        this.responses = responses;
    }

    /** By operation name. */
    public Map<String, OperationHandler> handlers() {
        return Map.of(
                "TagResource", new StoreOperation(this::tag, responses),
                "UntagResource", new StoreOperation(this::untag, responses),
                "ListTagsForResource", new StoreOperation(this::list, responses));
    }

    private Map<String, Object> tag(BoundInput input) {
        String arn = arn(input);
        return switch (tags.tag(arn, Tags.of(input.list("tags")))) {
            case DONE -> Map.of();
            case NO_RESOURCE -> throw notFound(arn);
            case TOO_MANY -> throw tooMany(arn);
        };
    }

    private Map<String, Object> untag(BoundInput input) {
        String arn = arn(input);
        if (!tags.untag(arn, input.list("tagKeys").stream().map(String::valueOf).toList())) {
            throw notFound(arn);
        }
        return Map.of();
    }

    private Map<String, Object> list(BoundInput input) {
        String arn = arn(input);
        return Map.of("tags", Tags.list(tags.list(arn).orElseThrow(() -> notFound(arn))));
    }

    private static String arn(BoundInput input) {
        return String.valueOf(input.string("resourceARN"));
    }

    /** The error of a resource with too many. */
    public static TooManyTagsException tooMany(String arn) {
        return new TooManyTagsException(
                "The resource would have more than " + TagStore.MOST_TAGS + " tags.", arn);
    }

    private static ResourceNotFoundException notFound(String arn) {
        return new ResourceNotFoundException("The resource " + arn + " does not exist.");
    }
}
