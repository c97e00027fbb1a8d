package dev.outcrop.engines.gguf.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A deterministic automaton over code points; state 0 is its beginning, and every other leads to an end. Immutable.
 *
 * <p>What is built is bounded in states and in steps, so no pattern takes long.
 */
final class Dfa {

    static final int MAX_STATES = 5_000;

    private static final int MAX_NFA_STATES = 5_000;
    private static final long MAX_STEPS = 20_000_000;

    /** For each state triples: lowest, highest, target. */
    private final List<int[]> edges;
    private final BitSet accepting;

    private Dfa(List<int[]> edges, BitSet accepting) {
        this.edges = edges;
        this.accepting = accepting;
    }

    /** Without the states that lead nowhere. */
    private static Dfa trimmed(List<int[]> edges, BitSet accepting) {
        BitSet useful = useful(edges, accepting);
        useful.set(0);
        int[] numbers = new int[edges.size()];
        int count = 0;
        for (int state = useful.nextSetBit(0); state >= 0; state = useful.nextSetBit(state + 1)) {
            numbers[state] = count++;
        }
        List<int[]> kept = new ArrayList<>();
        BitSet ends = new BitSet();
        for (int state = useful.nextSetBit(0); state >= 0; state = useful.nextSetBit(state + 1)) {
            int[] from = edges.get(state);
            int[] out = new int[from.length];
            int used = 0;
            for (int i = 0; i < from.length; i += 3) {
                if (!useful.get(from[i + 2])) {
                    continue;
                }
                int target = numbers[from[i + 2]];
                if (used > 0 && out[used - 1] == target && out[used - 2] + 1 == from[i]) {
                    out[used - 2] = from[i + 1];
                } else {
                    out[used++] = from[i];
                    out[used++] = from[i + 1];
                    out[used++] = target;
                }
            }
            ends.set(kept.size(), accepting.get(state));
            kept.add(Arrays.copyOf(out, used));
        }
        return new Dfa(kept, ends);
    }

    private static BitSet useful(List<int[]> edges, BitSet accepting) {
        List<List<Integer>> before = new ArrayList<>();
        edges.forEach(each -> before.add(new ArrayList<>(2)));
        for (int state = 0; state < edges.size(); state++) {
            for (int i = 0; i < edges.get(state).length; i += 3) {
                before.get(edges.get(state)[i + 2]).add(state);
            }
        }
        BitSet useful = (BitSet) accepting.clone();
        List<Integer> open = new ArrayList<>(accepting.stream().boxed().toList());
        while (!open.isEmpty()) {
            for (int state : before.get(open.removeLast())) {
                if (!useful.get(state)) {
                    useful.set(state);
                    open.add(state);
                }
            }
        }
        return useful;
    }

    /**
     * The texts in which a regular expression is found somewhere.
     *
     * @throws SchemaException when the automaton would be too large
     */
    static Dfa of(Regex regex, String pointer) {
        return new Construction(pointer).determinize(regex);
    }

    /** The texts that a regular expression matches as a whole. */
    static Dfa ofAll(String pattern, String pointer) {
        return of(Regex.parse("^(?:" + pattern + ")$", pointer), pointer);
    }

    private static SchemaException tooLarge(String pointer) {
        return new SchemaException(pointer, "its texts are too hard to tell: more than " + MAX_STATES + " states.");
    }

    /** The texts that both accept. */
    Dfa and(Dfa other, String pointer) {
        return new Product(pointer) {
            @Override
            void expand(int a, int b) {
                for (int i = 0; i < edges.get(a).length; i += 3) {
                    int[] mine = edges.get(a);
                    int[] others = other.edges.get(b);
                    for (int j = 0; j < others.length; j += 3) {
                        add(Math.max(mine[i], others[j]), Math.min(mine[i + 1], others[j + 1]), mine[i + 2],
                                others[j + 2]);
                    }
                }
            }

            @Override
            boolean accepts(int a, int b) {
                return accepting.get(a) && other.accepting.get(b);
            }
        }.build();
    }

    /** The texts of {@code min} to {@code max} characters; {@link Regex#UNBOUNDED} for any number. */
    Dfa ofLength(int min, int max, String pointer) {
        return new Product(pointer) {
            @Override
            void expand(int a, int length) {
                if (max == Regex.UNBOUNDED || length < max) {
                    int longer = max == Regex.UNBOUNDED ? Math.min(min, length + 1) : length + 1;
                    for (int i = 0; i < edges.get(a).length; i += 3) {
                        add(edges.get(a)[i], edges.get(a)[i + 1], edges.get(a)[i + 2], longer);
                    }
                }
            }

            @Override
            boolean accepts(int a, int length) {
                return accepting.get(a) && length >= min;
            }
        }.build();
    }

    /** The whole numbers among these texts that {@code divisor} divides. */
    Dfa divisibleBy(int divisor, String pointer) {
        return new Product(pointer) {
            @Override
            void expand(int a, int rest) {
                int[] from = edges.get(a);
                for (int i = 0; i < from.length; i += 3) {
                    for (int c = from[i]; c <= from[i + 1]; c++) {
                        add(c, c, from[i + 2], c == '-' ? rest : (10 * rest + c - '0') % divisor);
                    }
                }
            }

            @Override
            boolean accepts(int a, int rest) {
                return accepting.get(a) && rest == 0;
            }
        }.build();
    }

    /** Appends the texts as they are. */
    int addPlain(ProgramBuilder builder, int from) {
        return add(builder, from, false);
    }

    /** Appends the texts as they stand between the quotes of a JSON string: each character in one way. */
    int addQuoted(ProgramBuilder builder, int from) {
        return add(builder, from, true);
    }

    private int add(ProgramBuilder builder, int from, boolean quoted) {
        int[] states = new int[edges.size()];
        Arrays.setAll(states, i -> builder.state());
        int after = builder.state();
        builder.epsilon(from, states[0]);
        for (int state = 0; state < states.length; state++) {
            int[] out = edges.get(state);
            for (int i = 0; i < out.length; i += 3) {
                if (quoted) {
                    addQuoted(builder, states[state], out[i], out[i + 1], states[out[i + 2]]);
                } else {
                    Utf8Ranges.add(builder, states[state], out[i], out[i + 1], states[out[i + 2]]);
                }
            }
            if (accepting.get(state)) {
                builder.epsilon(states[state], after);
            }
        }
        return after;
    }

    private static void addQuoted(ProgramBuilder builder, int from, int low, int high, int to) {
        for (int c = low; c <= Math.min(high, 0x1f); c++) {
            builder.epsilon(builder.literal(from, escaped(c)), to);
        }
        Utf8Ranges.add(builder, from, Math.max(low, 0x20), Math.min(high, '"' - 1), to);
        Utf8Ranges.add(builder, from, Math.max(low, '"' + 1), Math.min(high, '\\' - 1), to);
        Utf8Ranges.add(builder, from, Math.max(low, '\\' + 1), high, to);
        for (char c : new char[]{'"', '\\'}) {
            if (low <= c && c <= high) {
                builder.epsilon(builder.literal(from, "\\" + c), to);
            }
        }
    }

    private static String escaped(int control) {
        return switch (control) {
            case '\b' -> "\\b";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\f' -> "\\f";
            case '\r' -> "\\r";
            default -> "\\u00%02x".formatted(control);
        };
    }

    /** Pairs of a state and a number, as far as they are reached. */
    private abstract static class Product {
        private final String pointer;
        private final Map<Long, Integer> numbers = new HashMap<>();
        private final List<long[]> pairs = new ArrayList<>();
        private final List<int[]> edges = new ArrayList<>();
        private int[] out = new int[12];
        private int used;

        Product(String pointer) {
            this.pointer = pointer;
        }

        abstract void expand(int a, int b);

        abstract boolean accepts(int a, int b);

        void add(int low, int high, int a, int b) {
            if (low > high) {
                return;
            }
            if (used + 3 > out.length) {
                out = Arrays.copyOf(out, 2 * out.length);
            }
            out[used++] = low;
            out[used++] = high;
            out[used++] = number(a, b);
        }

        private int number(int a, int b) {
            return numbers.computeIfAbsent((long) a << 32 | b, key -> {
                if (pairs.size() >= MAX_STATES) {
                    throw tooLarge(pointer);
                }
                pairs.add(new long[]{a, b});
                return pairs.size() - 1;
            });
        }

        Dfa build() {
            number(0, 0);
            BitSet accepting = new BitSet();
            for (int i = 0; i < pairs.size(); i++) {
                int a = (int) pairs.get(i)[0];
                int b = (int) pairs.get(i)[1];
                used = 0;
                expand(a, b);
                edges.add(Arrays.copyOf(out, used));
                accepting.set(i, accepts(a, b));
            }
            return trimmed(edges, accepting);
        }
    }

    /** Thompson's construction, then the subsets that are reached. */
    private static final class Construction {
        private final String pointer;
        private final List<int[]> steps = new ArrayList<>();
        private final List<List<Integer>> silent = new ArrayList<>();
        private long work;

        Construction(String pointer) {
            this.pointer = pointer;
        }

        private int state() {
            if (steps.size() == MAX_NFA_STATES) {
                throw tooLarge(pointer);
            }
            steps.add(new int[0]);
            silent.add(new ArrayList<>(2));
            return steps.size() - 1;
        }

        private int append(Regex regex, int from) {
            return switch (regex) {
                case Regex.One(CharacterSet of) -> {
                    int to = state();
                    int[] ranges = new int[of.bounds().size() / 2 * 3];
                    for (int i = 0; i < of.bounds().size() / 2; i++) {
                        ranges[3 * i] = of.bounds().get(2 * i);
                        ranges[3 * i + 1] = of.bounds().get(2 * i + 1);
                        ranges[3 * i + 2] = to;
                    }
                    int start = state();
                    silent.get(from).add(start);
                    steps.set(start, ranges);
                    yield to;
                }
                case Regex.All(List<Regex> parts) -> {
                    int at = from;
                    for (Regex part : parts) {
                        at = append(part, at);
                    }
                    yield at;
                }
                case Regex.Any(List<Regex> choices) -> {
                    int after = state();
                    for (Regex choice : choices) {
                        silent.get(append(choice, from)).add(after);
                    }
                    yield after;
                }
                case Regex.Times(Regex body, int min, int max) -> {
                    int at = from;
                    for (int i = 0; i < min; i++) {
                        at = copy(body, at);
                    }
                    int after = state();
                    silent.get(at).add(after);
                    if (max == Regex.UNBOUNDED) {
                        int again = state();
                        silent.get(at).add(again);
                        int end = append(body, again);
                        silent.get(end).add(again);
                        silent.get(end).add(after);
                    }
                    for (int i = min; i < max; i++) {
                        at = copy(body, at);
                        silent.get(at).add(after);
                    }
                    yield after;
                }
            };
        }

        private int copy(Regex body, int at) {
            int start = state();
            silent.get(at).add(start);
            return append(body, start);
        }

        Dfa determinize(Regex regex) {
            Regex begin = new Regex.One(CharacterSet.of(Regex.BEGINNING, Regex.BEGINNING));
            Regex end = new Regex.One(CharacterSet.of(Regex.END, Regex.END));
            Regex any = new Regex.Times(new Regex.One(CharacterSet.ALL), 0, Regex.UNBOUNDED);
            int start = state();
            int last = append(new Regex.All(List.of(
                    new Regex.Times(new Regex.All(List.of(begin, any)), 0, 1),
                    regex,
                    new Regex.Times(new Regex.All(List.of(any, end)), 0, 1))), start);
            BitSet first = new BitSet();
            add(first, start);
            return subsets(after(first, Regex.BEGINNING), last);
        }

        private Dfa subsets(BitSet start, int last) {
            Map<BitSet, Integer> numbers = new HashMap<>();
            List<BitSet> sets = new ArrayList<>();
            List<int[]> edges = new ArrayList<>();
            BitSet accepting = new BitSet();
            numbers.put(start, 0);
            sets.add(start);
            for (int i = 0; i < sets.size(); i++) {
                BitSet set = sets.get(i);
                accepting.set(i, after(set, Regex.END).get(last));
                List<Integer> borders = borders(set);
                int[] out = new int[3 * borders.size()];
                int used = 0;
                for (int j = 0; j + 1 < borders.size(); j++) {
                    BitSet next = after(set, borders.get(j));
                    if (!next.isEmpty()) {
                        Integer known = numbers.get(next);
                        if (known == null) {
                            if (sets.size() >= MAX_STATES) {
                                throw tooLarge(pointer);
                            }
                            known = sets.size();
                            numbers.put(next, known);
                            sets.add(next);
                        }
                        out[used++] = borders.get(j);
                        out[used++] = borders.get(j + 1) - 1;
                        out[used++] = known;
                    }
                }
                edges.add(Arrays.copyOf(out, used));
            }
            return trimmed(edges, accepting);
        }

        /** Where the next character makes a difference, from 0 to one more than the last. */
        private List<Integer> borders(BitSet set) {
            TreeSet<Integer> borders = new TreeSet<>(List.of(0, Character.MAX_CODE_POINT + 1));
            for (int state = set.nextSetBit(0); state >= 0; state = set.nextSetBit(state + 1)) {
                int[] ranges = steps.get(state);
                for (int i = 0; i < ranges.length; i += 3) {
                    borders.add(Math.min(ranges[i], Character.MAX_CODE_POINT + 1));
                    borders.add(Math.min(ranges[i + 1], Character.MAX_CODE_POINT) + 1);
                }
            }
            return List.copyOf(borders);
        }

        private BitSet after(BitSet set, int character) {
            BitSet next = new BitSet();
            for (int state = set.nextSetBit(0); state >= 0; state = set.nextSetBit(state + 1)) {
                int[] ranges = steps.get(state);
                work += 1 + ranges.length;
                for (int i = 0; i < ranges.length; i += 3) {
                    if (ranges[i] <= character && character <= ranges[i + 1]) {
                        add(next, ranges[i + 2]);
                    }
                }
            }
            if (work > MAX_STEPS) {
                throw tooLarge(pointer);
            }
            return next;
        }

        private void add(BitSet set, int state) {
            List<Integer> open = new ArrayList<>(List.of(state));
            while (!open.isEmpty()) {
                int each = open.removeLast();
                work++;
                if (!set.get(each)) {
                    set.set(each);
                    open.addAll(silent.get(each));
                }
            }
        }
    }
}
