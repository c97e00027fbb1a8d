package dev.outcrop.engines.gguf.grammar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.outcrop.engines.gguf.sampling.Sampler;
import dev.outcrop.engines.gguf.tokenizer.Tokenizer;
import dev.outcrop.inference.Sampling;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers drawn token by token under masks, with the vocabularies of real files and a validator of other make. */
class MaskTest {

    private static final int MOST_TOKENS = 3_000;

    private static final List<Tokenizer> TOKENIZERS = Vocabularies.FILES.stream().map(Vocabularies::of).toList();
    private static final List<TokenTrie> TRIES = TOKENIZERS.stream().map(TokenTrie::new).toList();
    private static final SchemaRegistry VALIDATOR = SchemaRegistry
            .withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    /** Random tokens, none of them weighted by a model, make an answer that fits. */
    @Property(tries = 150)
    void everyAnswerFits(@ForAll long seed) {
        ObjectNode schema = new Schemas(seed).object(3);
        int vocabulary = (int) Math.floorMod(seed, (long) TOKENIZERS.size());
        String answer = answer(Grammar.schema(schema.toString()), vocabulary, seed);
        assertThat(VALIDATOR.getSchema(schema).validate(answer, InputFormat.JSON)).as("%s for %s", answer, schema)
                .isEmpty();
    }

    @Property(tries = 50)
    void everyJsonObjectIsWellFormed(@ForAll long seed) {
        String answer = answer(Grammar.jsonObject(), 0, seed);
        assertThat(Schemas.JSON.readTree(answer).isObject()).as(answer).isTrue();
    }

    private static String answer(Grammar grammar, int vocabulary, long seed) {
        Tokenizer tokenizer = TOKENIZERS.get(vocabulary);
        GrammarConstraint constraint = new GrammarConstraint(tokenizer, TRIES.get(vocabulary), Program.of(grammar),
                Set.of());
        Sampling sampling = new Sampling(1, 0, 1, 0, 1, 0, 0, Map.of(), OptionalLong.of(seed));
        Sampler sampler = new Sampler(sampling, tokenizer.size(), constraint);
        Random random = new Random(seed);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < MOST_TOKENS && !constraint.isComplete(); i++) {
            float[] logits = new float[tokenizer.size()];
            for (int token = 0; token < logits.length; token++) {
                // What closes is likelier, so that answers of any depth end.
                byte[] text = tokenizer.bytes(token);
                boolean closes = text.length > 0 && "\"]}".indexOf(text[0]) >= 0;
                logits[token] = random.nextFloat() * 4 + (closes ? 8 : 0);
            }
            int token = sampler.next(logits);
            if (tokenizer.isEndOfGeneration(token)) {
                assertThat(constraint.mayEnd()).isTrue();
                break;
            }
            sampler.accept(token);
            bytes.writeBytes(tokenizer.bytes(token));
        }
        assertThat(constraint.mayEnd()).as("%s must end", bytes.toString(StandardCharsets.UTF_8)).isTrue();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A value that fits, written on one line in the schema's order, is never refused. */
    @Property(tries = 300)
    void everyValueThatFitsIsPossible(@ForAll long seed) {
        Schemas schemas = new Schemas(seed);
        ObjectNode schema = schemas.object(3);
        String value = Schemas.JSON.writeValueAsString(schemas.instance(schema));
        assertThat(VALIDATOR.getSchema(schema).validate(value, InputFormat.JSON)).as("%s for %s", value, schema)
                .isEmpty();
        assertThat(Texts.fits(Grammar.schema(schema.toString()), value)).as("%s for %s", value, schema).isTrue();
    }

    /** The trie, its two halves and the saturated states allow what trying each token by itself allows. */
    @Property(tries = 40)
    void masksAreThoseOfTryingEveryToken(@ForAll long seed) {
        ObjectNode schema = new Schemas(seed).object(3);
        Random random = new Random(seed);
        int vocabulary = random.nextInt(TOKENIZERS.size());
        Tokenizer tokenizer = TOKENIZERS.get(vocabulary);
        Program program = Program.of(random.nextInt(4) == 0
                ? new Grammar.Triggered("{", Grammar.schema(schema.toString()), true)
                : Grammar.schema(schema.toString()));
        GrammarConstraint constraint = new GrammarConstraint(tokenizer, TRIES.get(vocabulary), program, Set.of());
        Automaton plain = new Automaton(program);
        GrammarState state = plain.start();
        for (int step = 0; step < 40; step++) {
            long[] mask = constraint.mask();
            List<Integer> possible = new ArrayList<>();
            for (int token = 0; token < tokenizer.size(); token++) {
                boolean expected = isPossible(plain, state, tokenizer, token);
                assertThat(TokenTrie.allows(mask, token)).as("token %d at step %d", token, step).isEqualTo(expected);
                if (expected && tokenizer.bytes(token).length > 0 && !tokenizer.isEndOfGeneration(token)) {
                    possible.add(token);
                }
            }
            if (possible.isEmpty()) {
                return;
            }
            int token = possible.get(random.nextInt(possible.size()));
            constraint.accept(token);
            state = after(plain, state, tokenizer.bytes(token));
            assertThat(constraint.mayEnd()).isEqualTo(state.accepting);
        }
    }

    private static boolean isPossible(Automaton automaton, GrammarState state, Tokenizer tokenizer, int token) {
        if (tokenizer.isEndOfGeneration(token)) {
            return state.accepting;
        }
        byte[] bytes = tokenizer.bytes(token);
        GrammarState at = state;
        for (byte each : bytes) {
            GrammarState next = automaton.next(at, each & 0xff);
            if (next == null) {
                return false;
            }
            at = next;
        }
        return bytes.length > 0 || state.free;
    }

    private static GrammarState after(Automaton automaton, GrammarState state, byte[] bytes) {
        GrammarState at = state;
        for (byte each : bytes) {
            GrammarState next = automaton.next(at, each & 0xff);
            assertThat(next).isNotNull();
            at = next;
        }
        return at;
    }

    @Example
    void onlyTheEndIsLeftWhenTheAnswerIsComplete() {
        Tokenizer tokenizer = TOKENIZERS.getFirst();
        GrammarConstraint constraint = new GrammarConstraint(
                tokenizer, TRIES.getFirst(), Program.of(Grammar.literal("ok")), Set.of());
        assertThat(constraint.mayEnd()).isFalse();
        for (int token : tokenizer.encode("ok", false, false)) {
            constraint.accept(token);
        }
        assertThat(constraint.isComplete()).isTrue();
        float[] logits = new float[tokenizer.size()];
        constraint.mask(logits);
        for (int token = 0; token < logits.length; token++) {
            assertThat(Float.isInfinite(logits[token])).isEqualTo(!tokenizer.isEndOfGeneration(token));
        }
    }

    @Example
    void aControlTokenIsTextOnlyWhereItIsAMarker() {
        Tokenizer tokenizer = TOKENIZERS.getFirst();
        int marker = tokenizer.encode("<|im_start|>", false, true)[0];
        assertThat(tokenizer.bytes(marker)).isEmpty();
        Program program = Program.of(Grammar.sequence(Grammar.literal("<|im_start|>"), Grammar.json()));
        GrammarConstraint plain = new GrammarConstraint(tokenizer, TRIES.getFirst(), program, Set.of());
        assertThat(TokenTrie.allows(plain.mask(), marker)).isFalse();
        GrammarConstraint marked = new GrammarConstraint(tokenizer, TRIES.getFirst(), program, Set.of("<|im_start|>"));
        assertThat(TokenTrie.allows(marked.mask(), marker)).isTrue();
        marked.accept(marker);
        assertThat(TokenTrie.allows(marked.mask(), marker)).isFalse();
        marked.accept(tokenizer.encode("\"", false, false)[0]);
        assertThat(TokenTrie.allows(marked.mask(), marker)).as("in a string").isFalse();
    }

    @Example
    void somethingPossibleIsAlwaysLeft() {
        Tokenizer tokenizer = TOKENIZERS.getFirst();
        GrammarConstraint constraint = new GrammarConstraint(
                tokenizer, TRIES.getFirst(), Program.of(Grammar.json()), Set.of());
        float[] logits = new float[tokenizer.size() + 3];
        Arrays.fill(logits, Float.NaN);
        int token = new Sampler(Sampling.GREEDY, logits.length, constraint).next(logits);
        assertThat(TokenTrie.allows(constraint.mask(), token)).isTrue();
    }
}
