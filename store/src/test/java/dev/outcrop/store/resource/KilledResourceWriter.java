package dev.outcrop.store.resource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.outcrop.store.Store;
import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.store.scope.IdempotencyToken;

/**
 * A process that writes resources and works on jobs until it is killed, and says on standard output what has been
 * acknowledged: one line {@code ID STEP} each, after the step.
 */
final class KilledResourceWriter {
    static final AccountRegion SCOPE = new AccountRegion("123456789012", "eu-west-1");
    static final Map<String, String> TAGS = Map.of("a", "1", "b", "2");
    /** Longer than a page of the file, so that half of it could be there. */
    static final String DOCUMENT = "{\"words\":\"" + "lorem ipsum ".repeat(1_000) + "\"}";

    enum Step {
        CREATED, USED, CLAIMED, COMPLETED, DELETED
    }

    private KilledResourceWriter() {}

    /** @param arguments the file */
    @SuppressWarnings("SystemOut") // the pipe to the test
    public static void main(String[] arguments) {
        try (Store store = Store.sqlite(Path.of(arguments[0]))) {
            for (int i = 0;; i++) {
                String id = UUID.randomUUID().toString().replace("-", "");
                String model = Given.arn(SCOPE, ResourceKind.CUSTOM_MODEL, id);
                create(store, ResourceKind.CUSTOM_MODEL, id,
                        new ResourceContent(id, "Active", null, Set.of(), DOCUMENT));
                say(id, Step.CREATED);
                create(store, ResourceKind.MODEL_COPY_JOB, id,
                        new ResourceContent(id, "InProgress", model, Set.of(model), DOCUMENT));
                say(id, Step.USED);
                Claim claim = store.jobs()
                        .take(SCOPE, ResourceKind.MODEL_COPY_JOB, List.of("InProgress"), "writer", Instant.now(),
                                Duration.ZERO)
                        .orElseThrow();
                say(claim.job().id(), Step.CLAIMED);
                store.jobs().update(claim, job -> job.content().withStatus("Completed").withUses(Set.of()),
                        Instant.now());
                say(claim.job().id(), Step.COMPLETED);
                if (i % 3 == 0 && claim.job().id().equals(id)) {
                    store.resources().delete(SCOPE, ResourceKind.CUSTOM_MODEL, id, resource -> {});
                    say(id, Step.DELETED);
                }
            }
        }
    }

    private static void create(Store store, ResourceKind kind, String id, ResourceContent content) {
        store.resources().create(SCOPE, new NewResource(kind, id, Given.arn(SCOPE, kind, id), content, TAGS,
                new IdempotencyToken(id, "f"), 1, Quota.NONE, Instant.now()));
    }

    @SuppressWarnings("SystemOut")
    private static void say(String id, Step step) {
        System.out.println(id + " " + step);
        System.out.flush();
    }
}
