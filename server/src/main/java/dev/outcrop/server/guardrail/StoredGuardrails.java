package dev.outcrop.server.guardrail;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.outcrop.guardrails.GuardrailCompiler;
import dev.outcrop.store.guardrail.GuardrailHead;
import dev.outcrop.store.guardrail.GuardrailStore;
import dev.outcrop.store.guardrail.StoredGuardrail;
import org.jspecify.annotations.Nullable;

/**
 * The guardrails of the store, compiled once for each revision.
 *
 * <p>Every call reads the revision of what it names, which the store changes with every change, so that an update or a
 * deletion on any node is seen by the next call; a compiled guardrail is used while its revision is the current one.
 */
public final class StoredGuardrails implements Guardrails {

    /** Most characters of documents whose guardrails are kept compiled: about two hundred ordinary guardrails. */
    private static final long MOST_KEPT_CHARACTERS = 16_000_000;

    /** What a guardrail takes beside its document's own length, in characters. */
    private static final int BASE_CHARACTERS = 50_000;

    private final GuardrailStore store;
    private final GuardrailNames names;
    private final GuardrailCompiler compiler;
    private final Cache<Key, Compiled> compiled = Caffeine.newBuilder()
            .maximumWeight(MOST_KEPT_CHARACTERS)
            .<Key, Compiled>weigher((key, value) -> BASE_CHARACTERS + value.characters())
            .build();

    public StoredGuardrails(GuardrailStore store, GuardrailNames names, GuardrailCompiler compiler) {
        this.store = store;
        this.names = names;
        this.compiler = compiler;
    }

    private record Key(String id, int number) {}

    private record Compiled(long revision, int characters, AppliedGuardrail guardrail) {}

    @Override
    public AppliedGuardrail find(String identifier, String version) {
        String id = names.id(identifier).orElseThrow(Guardrails::unknown);
        Key key = new Key(id, GuardrailNames.number(version));
        GuardrailHead head = store.head(names.scope(), id, key.number()).orElse(null);
        if (head == null) {
            compiled.invalidate(key);
            throw Guardrails.unknown();
        }
        Compiled current = compiled.getIfPresent(key);
        if (current == null || current.revision() < head.revision()) {
            current = compiled.asMap().compute(key, (same, present) -> upToDate(key, present, head.revision()));
        }
        if (current == null) {
            throw Guardrails.unknown();
        }
        return current.guardrail();
    }

    /** Null when it has been deleted since its revision was read. */
    private @Nullable Compiled upToDate(Key key, @Nullable Compiled present, long revision) {
        if (present != null && present.revision() >= revision) {
            return present;
        }
        return store.find(names.scope(), key.id(), key.number()).map(this::compile).orElse(null);
    }

    private Compiled compile(StoredGuardrail stored) {
        GuardrailHead head = stored.head();
        return new Compiled(
                head.revision(),
                stored.document().length(),
                new AppliedGuardrail(
                        head.id(),
                        head.arn(),
                        GuardrailNames.version(head.number()),
                        compiler.compile(new GuardrailDocument(stored.document()).config())));
    }
}
