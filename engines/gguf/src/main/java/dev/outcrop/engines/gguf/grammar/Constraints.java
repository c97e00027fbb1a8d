package dev.outcrop.engines.gguf.grammar;

import java.util.Set;

import dev.outcrop.engines.gguf.sampling.TokenConstraint;
import dev.outcrop.engines.gguf.tokenizer.Tokenizer;
import org.jspecify.annotations.Nullable;

/** Makes constraints for the answers of one model. The vocabulary's trie is built with the first. Thread-safe. */
public final class Constraints {

    private final Tokenizer tokenizer;
    private @Nullable TokenTrie trie;

    public Constraints(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * A constraint for one answer, at its beginning.
     *
     * @param markers texts of control tokens that count as text where the grammar has them, such as
     *            <code>&lt;tool_call&gt;</code>; the answer's reader must spell them out as well
     * @throws SchemaException when a schema in the grammar cannot be followed
     */
    public TokenConstraint constrain(Grammar grammar, Set<String> markers) {
        return new GrammarConstraint(tokenizer, trie(), Program.of(grammar), markers);
    }

    private synchronized TokenTrie trie() {
        TokenTrie built = trie;
        if (built == null) {
            built = new TokenTrie(tokenizer);
            trie = built;
        }
        return built;
    }
}
