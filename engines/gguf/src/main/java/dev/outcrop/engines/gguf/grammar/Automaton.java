package dev.outcrop.engines.gguf.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Program} made deterministic while it is used, as lazy regular-expression automata are, with stacks. Not
 * thread-safe.
 *
 * <p>States and frames are interned, so equal situations are one object and what was once computed is found again. When
 * there are more than {@link #MAX_STATES} of them all are forgotten. Of more than {@link #MAX_READINGS} readings of one
 * text the first are followed; each can be completed by itself, so this only makes the grammar narrower.
 */
final class Automaton {

    static final int MAX_STATES = 20_000;
    static final int MAX_READINGS = 512;

    private static final int MAX_VISITS = 50_000;

    private record Key(List<Frame> frames, boolean accepting) {}

    private final Program program;
    private final Map<Frame, Frame> frames = new HashMap<>();
    private final Map<Key, GrammarState> states = new HashMap<>();

    Automaton(Program program) {
        this.program = program;
    }

    Program program() {
        return program;
    }

    GrammarState start() {
        return closed(List.of(enter(program.start(), 0, null)));
    }

    /** The state after a byte, or null when it may not come here. */
    @Nullable
    GrammarState next(GrammarState from, int value) {
        if (!from.allows(value)) {
            return null;
        }
        int rank = from.rank(value);
        GrammarState known = from.next[rank];
        if (known == null) {
            known = closed(read(from, value));
            from.next[rank] = known;
        }
        return known;
    }

    private List<Frame> read(GrammarState from, int value) {
        List<Frame> reached = new ArrayList<>();
        for (Frame frame : from.frames) {
            int[] edges = program.state(frame.state).edges;
            for (int i = 0; i < edges.length; i += 3) {
                if (edges[i] <= value && value <= edges[i + 1] && fits(edges[i + 2], frame.nesting)) {
                    reached.add(enter(edges[i + 2], frame.nesting, frame.parent));
                }
            }
        }
        return reached;
    }

    private boolean fits(int state, int nesting) {
        return program.height(state) + nesting <= Program.MAX_NESTING;
    }

    private Frame enter(int id, int nesting, @Nullable Frame parent) {
        Program.State state = program.state(id);
        int max = state.max == Grammar.UNBOUNDED ? Frame.ANY : state.max;
        return interned(new Frame(id, state.min, max, nesting, parent));
    }

    private Frame interned(Frame frame) {
        Frame known = frames.putIfAbsent(frame, frame);
        return known == null ? frame : known;
    }

    /** The state of these frames and all that are reached from them without reading. */
    private GrammarState closed(List<Frame> reached) {
        Closure closure = new Closure();
        reached.forEach(closure::add);
        while (!closure.isDone()) {
            closure.step();
        }
        return interned(closure.reading, closure.accepting);
    }

    private GrammarState interned(List<Frame> reading, boolean accepting) {
        if (states.size() >= MAX_STATES || frames.size() >= 4 * MAX_STATES) {
            states.clear();
            frames.clear();
        }
        Key key = new Key(List.copyOf(reading), accepting);
        GrammarState known = states.get(key);
        if (known == null) {
            known = create(key);
            states.put(key, known);
        }
        return known;
    }

    private GrammarState create(Key key) {
        long[] allowed = new long[4];
        boolean free = false;
        for (Frame frame : key.frames()) {
            Program.State state = program.state(frame.state);
            free |= state.free;
            for (int i = 0; i < state.edges.length; i += 3) {
                if (fits(state.edges[i + 2], frame.nesting)) {
                    for (int value = state.edges[i]; value <= state.edges[i + 1]; value++) {
                        allowed[value >> 6] |= 1L << value;
                    }
                }
            }
        }
        return new GrammarState(key.frames(), key.accepting(), free, allowed);
    }

    /**
     * The state that allows and forbids the same tokens of at most {@code bytes} bytes, with numbers of repetitions cut to
     * what such tokens can use up. Long strings come to one such state for most of their characters.
     */
    GrammarState saturated(GrammarState state, int bytes) {
        GrammarState known = state.saturated;
        if (known == null) {
            List<Frame> cut = new ArrayList<>();
            Set<Frame> seen = new HashSet<>();
            for (Frame frame : state.frames) {
                Frame each = saturated(frame, bytes);
                if (seen.add(each)) {
                    cut.add(each);
                }
            }
            known = interned(cut, state.accepting);
            state.saturated = known;
        }
        return known;
    }

    @SuppressWarnings("ReferenceEquality") // Frames are interned.
    private Frame saturated(Frame frame, int bytes) {
        Frame parent = frame.parent == null ? null : saturated(frame.parent, bytes);
        int min = Math.min(frame.min, bytes);
        int max = frame.max > bytes ? Frame.ANY : frame.max;
        boolean same = parent == frame.parent && min == frame.min && max == frame.max;
        return same ? frame : interned(new Frame(frame.state, min, max, frame.nesting, parent));
    }

    /**
     * Frames reached without reading a byte. Depth first: something to read is found after as many steps as rules are nested, so
     * the bound on visits holds for every grammar.
     */
    private final class Closure {
        private final Set<Frame> seen = new HashSet<>();
        private final Deque<Frame> open = new ArrayDeque<>();
        private final List<Frame> reading = new ArrayList<>();
        private boolean accepting;

        void add(Frame frame) {
            if (fits(frame.state, frame.nesting) && seen.add(frame)) {
                open.add(frame);
            }
        }

        boolean isDone() {
            boolean found = accepting || !reading.isEmpty();
            return open.isEmpty() || reading.size() >= MAX_READINGS || (found && seen.size() >= MAX_VISITS);
        }

        void step() {
            Frame frame = open.removeLast();
            Program.State state = program.state(frame.state);
            if (state.edges.length > 0) {
                reading.add(frame);
            }
            if (state.end) {
                leave(frame);
            }
            for (int target : state.epsilons) {
                add(enter(target, frame.nesting, frame.parent));
            }
            for (int i = 0; i < state.calls.length; i += 3) {
                if (fits(state.calls[i + 1], frame.nesting)) {
                    add(enter(
                            program.ruleStart(state.calls[i]), frame.nesting + state.calls[i + 2],
                            whereToGoOn(frame, state.calls[i + 1])));
                }
            }
            if (state.body >= 0) {
                repeat(frame, state);
            }
        }

        /**
         * A call at the end of a rule leaves nothing to come back for. Without this, choices within choices would make
         * twice as many stacks with every level, all of which mean the same.
         */
        private @Nullable Frame whereToGoOn(Frame frame, int after) {
            return program.onlyReturns(after) ? frame.parent : enter(after, frame.nesting, frame.parent);
        }

        private void leave(Frame frame) {
            if (frame.parent == null) {
                accepting = true;
            } else {
                add(frame.parent);
            }
        }

        private void repeat(Frame frame, Program.State state) {
            if (frame.min == 0) {
                add(enter(state.next, frame.nesting, frame.parent));
            }
            int start = program.ruleStart(state.body);
            if (frame.max > 0 && fits(start, frame.nesting)) {
                int max = frame.max == Frame.ANY ? Frame.ANY : frame.max - 1;
                Frame again = interned(new Frame(
                        frame.state, Math.max(0, frame.min - 1), max, frame.nesting, frame.parent));
                add(enter(start, frame.nesting, again));
            }
        }
    }
}
