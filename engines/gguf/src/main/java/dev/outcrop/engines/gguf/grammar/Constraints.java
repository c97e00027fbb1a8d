package dev.outcrop.engines.gguf.grammar;

import java.util.Set;

import dev.outcrop.engines.gguf.answer.AnswerReader;
import dev.outcrop.engines.gguf.sampling.TokenConstraint;
import dev.outcrop.engines.gguf.tokenizer.Tokenizer;
import dev.outcrop.inference.AnswerShape;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.Tools;
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

    /**
     * A constraint for the shape that a request asks of its answer, or null when the answer may have any form.
     *
     * <p>An answer that must be the call of a tool has no shape of its own.
     *
     * @param thinking whether the answer begins within a thought
     * @throws SchemaException when the shape's schema cannot be followed
     */
    public @Nullable TokenConstraint forShape(GenerationRequest request, boolean thinking) {
        Grammar form = switch (request.shape()) {
            case AnswerShape.Text _ -> null;
            case AnswerShape.Json _ -> Grammar.jsonObject();
            case AnswerShape.Schema(String schema) -> new Grammar.Schema(schema);
        };
        if (form == null || mustCall(request)) {
            return null;
        }
        if (thinking) {
            Grammar lines = Grammar.repeat(Grammar.literal("\n"), 0, 2);
            form = new Grammar.After(AnswerReader.THOUGHT_CLOSE, Grammar.sequence(lines, form));
        }
        return constrain(form, Set.of(AnswerReader.THOUGHT_CLOSE));
    }

    private static boolean mustCall(GenerationRequest request) {
        Tools tools = request.prompt() instanceof Prompt.Chat chat ? chat.tools() : Tools.NONE;
        return tools.choice() instanceof Tools.Choice.Any || tools.choice() instanceof Tools.Choice.Named;
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
