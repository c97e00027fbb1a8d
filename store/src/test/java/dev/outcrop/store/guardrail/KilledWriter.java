package dev.outcrop.store.guardrail;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import dev.outcrop.store.Store;
import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.store.scope.IdempotencyToken;

/**
 * A process that writes guardrails until it is killed, and says on standard output what has been acknowledged: one line
 * {@code SCOPE ID STEP} each, after the step.
 */
final class KilledWriter {
    static final Map<String, String> TAGS = Map.of("a", "1", "b", "2", "c", "3");
    /** Longer than a page of the file, so that half of it could be there. */
    static final String DOCUMENT = "{\"words\":\"" + "lorem ipsum ".repeat(2_000) + "\"}";

    enum Step {
        CREATED, VERSIONED, UPDATED, DELETED
    }

    private KilledWriter() {}

    /** @param arguments the file */
    @SuppressWarnings("SystemOut") // the pipe to the test
    public static void main(String[] arguments) {
        try (Store store = Store.sqlite(Path.of(arguments[0]))) {
            GuardrailStore guardrails = store.guardrails();
            for (int i = 0;; i++) {
                String id = UUID.randomUUID().toString().replace("-", "");
                // A scope of its own for each, as 100 is all that one can have.
                AccountRegion scope = new AccountRegion("123456789012", id);
                String arn = "arn:aws:bedrock:eu-west-1:123456789012:guardrail/" + id;
                guardrails.create(scope, new NewGuardrail(id, arn, content(DOCUMENT), TAGS, token(), Instant.now()));
                say(id, Step.CREATED);
                guardrails.createVersion(scope, id, "one", token(), Instant.now());
                say(id, Step.VERSIONED);
                guardrails.update(scope, id, content(DOCUMENT + " "), Instant.now());
                say(id, Step.UPDATED);
                if (i % 3 == 0) {
                    guardrails.delete(scope, id);
                    say(id, Step.DELETED);
                }
            }
        }
    }

    private static GuardrailContent content(String document) {
        return new GuardrailContent("name", "description", null, null, document);
    }

    private static IdempotencyToken token() {
        return new IdempotencyToken(UUID.randomUUID().toString(), "f");
    }

    @SuppressWarnings("SystemOut")
    private static void say(String id, Step step) {
        System.out.println(id + " " + step);
        System.out.flush();
    }
}
