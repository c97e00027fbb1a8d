package dev.outcrop.engines.gguf.grammar;

import java.nio.charset.StandardCharsets;

/** Lays out the states of a {@link Grammar}. */
final class GrammarCompiler {

    private final ProgramBuilder builder;

    GrammarCompiler(ProgramBuilder builder) {
        this.builder = builder;
    }

    /** Appends the grammar at {@code from} and returns where it has been read. */
    int compile(Grammar grammar, int from) {
        return switch (grammar) {
            case Grammar.Literal(String text) -> builder.literal(from, text);
            case Grammar.Sequence sequence -> {
                int at = from;
                for (Grammar part : sequence.parts()) {
                    at = compile(part, at);
                }
                yield at;
            }
            case Grammar.AnyOf choice -> {
                int after = builder.state();
                for (Grammar each : choice.choices()) {
                    int start = builder.state();
                    builder.epsilon(from, start);
                    builder.epsilon(compile(each, start), after);
                }
                yield after;
            }
            case Grammar.Repeat(Grammar body, int min, int max) -> {
                int rule = builder.rule();
                builder.end(compile(body, builder.ruleStart(rule)));
                yield builder.repeat(from, rule, min, max);
            }
            case Grammar.Schema(String schema) -> SchemaCompiler.compile(schema, builder, from);
            case Grammar.After(String mark, Grammar then) -> {
                int[] search = search(mark, from);
                yield compile(then, search[search.length - 1]);
            }
            case Grammar.Triggered(String trigger, Grammar then, boolean again) -> {
                int[] search = search(trigger, from);
                int after = builder.state();
                for (int i = 0; i < search.length - 1; i++) {
                    builder.epsilon(search[i], after);
                }
                builder.epsilon(compile(then, search[search.length - 1]), again ? search[0] : after);
                yield after;
            }
        };
    }

    /**
     * The automaton of Knuth, Morris and Pratt (1977) that reads any text until the mark has been read.
     *
     * @return a state for each number of bytes of the mark that the text ends with
     */
    private int[] search(String mark, int from) {
        byte[] bytes = mark.getBytes(StandardCharsets.UTF_8);
        int[] search = new int[bytes.length + 1];
        for (int i = 0; i < search.length; i++) {
            search[i] = builder.state();
        }
        builder.epsilon(from, search[0]);
        int[][] next = new int[bytes.length][256];
        int fallback = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (i > 0) {
                next[i] = next[fallback].clone();
                fallback = next[fallback][bytes[i] & 0xff];
            }
            next[i][bytes[i] & 0xff] = i + 1;
            builder.at(search[i]).free = true;
            addRuns(search, i, next[i]);
        }
        return search;
    }

    private void addRuns(int[] search, int state, int[] next) {
        int first = 0;
        for (int value = 1; value <= next.length; value++) {
            if (value == next.length || next[value] != next[first]) {
                builder.bytes(search[state], first, value - 1, search[next[first]]);
                first = value;
            }
        }
    }
}
