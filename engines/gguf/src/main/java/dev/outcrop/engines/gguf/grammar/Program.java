package dev.outcrop.engines.gguf.grammar;

import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A grammar as a recursive transition network over bytes (Woods 1970). Immutable.
 *
 * <p>A rule is a part of the network with one beginning; a state may call a rule and go on at another state when that
 * rule ends. A repeating state calls one rule a number of times that is kept in the frame, not in copies of states.
 *
 * <p>{@link #height} is the least nesting that a state needs to reach the end of its rule. Nothing is entered whose
 * height goes beyond {@link #MAX_NESTING}, so recursive schemas end, and whatever is entered can be completed. Heights
 * are found by Knuth's generalisation of Dijkstra's algorithm (Information Processing Letters 6, 1977).
 */
final class Program {

    /** Objects and arrays within each other. */
    static final int MAX_NESTING = 64;

    /** The height of what has no end. */
    static final int ENDLESS = Integer.MAX_VALUE / 2;

    /** One state; the arrays are trimmed to what is used. */
    static final class State {
        /** Triples: lowest byte, highest byte, target. */
        int[] edges = {};
        int[] epsilons = {};
        /** Triples: rule, state to go on at, nesting that the call adds. */
        int[] calls = {};
        /** Whether a rule ends here. */
        boolean end;
        /** Whether the text is of any form here, so that tokens without text do no harm. */
        boolean free;
        /** The rule of a repeating state, or -1. */
        int body = -1;
        int min;
        int max;
        /** Where a repeating state goes on. */
        int next;
    }

    private final State[] states;
    private final int[] ruleStarts;
    private final int[] heights;
    private final boolean[] onlyReturn;
    private final int start;
    private final int characterRule;

    Program(List<State> states, int[] ruleStarts, int start, int characterRule) {
        this.states = states.toArray(new State[0]);
        this.ruleStarts = ruleStarts;
        this.start = start;
        this.characterRule = characterRule;
        this.heights = heights();
        this.onlyReturn = onlyReturn();
    }

    /** @throws SchemaException when a schema in the grammar cannot be followed */
    static Program of(Grammar grammar) {
        ProgramBuilder builder = new ProgramBuilder();
        int start = builder.state();
        builder.end(new GrammarCompiler(builder).compile(grammar, start));
        Program program = builder.build(start);
        if (program.height(start) > MAX_NESTING) {
            throw new SchemaException("", "no value can fit it, or only one that is nested too deeply or without end.");
        }
        return program;
    }

    int start() {
        return start;
    }

    State state(int id) {
        return states[id];
    }

    int ruleStart(int rule) {
        return ruleStarts[rule];
    }

    /** Whether the state begins a character of a string of any content. */
    boolean beginsCharacter(int state) {
        return characterRule >= 0 && ruleStarts[characterRule] == state;
    }

    boolean repeatsCharacters(int state) {
        return characterRule >= 0 && states[state].body == characterRule;
    }

    int height(int state) {
        return heights[state];
    }

    /** Whether all that is left to do at a state is to return from its rule. */
    boolean onlyReturns(int state) {
        return onlyReturn[state];
    }

    private boolean[] onlyReturn() {
        boolean[] found = new boolean[states.length];
        // A chain of states that lead on to each other is settled from its end; parts are laid out front to back.
        for (boolean changed = true; changed;) {
            changed = false;
            for (int id = states.length - 1; id >= 0; id--) {
                State state = states[id];
                boolean reads = state.edges.length > 0 || state.calls.length > 0 || state.body >= 0;
                boolean returns = !reads && !found[id]
                        && (state.epsilons.length == 0
                                ? state.end
                                : state.epsilons.length == 1 && !state.end && found[state.epsilons[0]]);
                found[id] |= returns;
                changed |= returns;
            }
        }
        return found;
    }

    private int[] heights() {
        int[] found = new int[states.length];
        Arrays.fill(found, ENDLESS);
        int[][] before = predecessors();
        PriorityQueue<long[]> queue = new PriorityQueue<>((a, b) -> Long.compare(a[0], b[0]));
        for (int state = 0; state < states.length; state++) {
            if (states[state].end) {
                queue.add(new long[]{0, state});
            }
        }
        while (!queue.isEmpty()) {
            long[] first = queue.remove();
            int state = (int) first[1];
            if (found[state] <= first[0]) {
                continue;
            }
            found[state] = (int) first[0];
            for (int candidate : before[state]) {
                int height = heightBy(candidate, found);
                if (height < found[candidate]) {
                    queue.add(new long[]{height, candidate});
                }
            }
        }
        return found;
    }

    private int heightBy(int id, int[] found) {
        State state = states[id];
        int best = ENDLESS;
        for (int i = 0; i < state.edges.length; i += 3) {
            best = Math.min(best, found[state.edges[i + 2]]);
        }
        for (int target : state.epsilons) {
            best = Math.min(best, found[target]);
        }
        for (int i = 0; i < state.calls.length; i += 3) {
            int inside = found[ruleStarts[state.calls[i]]] + state.calls[i + 2];
            best = Math.min(best, Math.max(inside, found[state.calls[i + 1]]));
        }
        if (state.body >= 0) {
            int inside = state.min == 0 ? 0 : found[ruleStarts[state.body]];
            best = Math.min(best, Math.max(inside, found[state.next]));
        }
        return Math.min(best, ENDLESS);
    }

    /** For each state those whose height may depend on it. */
    private int[][] predecessors() {
        int[] counts = new int[states.length];
        eachDependence((from, to) -> counts[to]++);
        int[][] before = new int[states.length][];
        for (int state = 0; state < states.length; state++) {
            before[state] = new int[counts[state]];
        }
        eachDependence((from, to) -> before[to][--counts[to]] = from);
        return before;
    }

    private interface Dependence {
        void on(int from, int to);
    }

    private void eachDependence(Dependence dependence) {
        for (int id = 0; id < states.length; id++) {
            State state = states[id];
            for (int i = 0; i < state.edges.length; i += 3) {
                dependence.on(id, state.edges[i + 2]);
            }
            for (int target : state.epsilons) {
                dependence.on(id, target);
            }
            for (int i = 0; i < state.calls.length; i += 3) {
                dependence.on(id, ruleStarts[state.calls[i]]);
                dependence.on(id, state.calls[i + 1]);
            }
            if (state.body >= 0) {
                dependence.on(id, ruleStarts[state.body]);
                dependence.on(id, state.next);
            }
        }
    }
}
