package dev.outcrop.engines.gguf.grammar;

import java.util.ArrayList;
import java.util.List;

/** Code points as ordered ranges that do not touch: lowest, highest, lowest, highest and so on. */
record CharacterSet(List<Integer> bounds) {

    static final CharacterSet DIGITS = of('0', '9');
    static final CharacterSet WORD = of('0', '9', 'A', 'Z', '_', '_', 'a', 'z');
    /** White space that every dialect of regular expressions knows. */
    static final CharacterSet SPACE = of('\t', '\r', ' ', ' ');
    /** Not white space in any dialect. */
    static final CharacterSet NOT_SPACE = of('\t', '\r', 0x1c, ' ', 0x85, 0x85, 0xa0, 0xa0, 0x1680, 0x1680, 0x180e,
            0x180e,
            0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x202f, 0x205f, 0x205f, 0x3000, 0x3000, 0xfeff, 0xfeff)
            .complement();
    static final CharacterSet NOT_LINE_END = of('\n', '\n', '\r', '\r', 0x85, 0x85, 0x2028, 0x2029).complement();
    static final CharacterSet ALL = of(0, Character.MAX_CODE_POINT);

    CharacterSet {
        bounds = List.copyOf(bounds);
    }

    static CharacterSet of(int... bounds) {
        List<Integer> list = new ArrayList<>();
        for (int bound : bounds) {
            list.add(bound);
        }
        return new CharacterSet(list);
    }

    CharacterSet union(CharacterSet other) {
        List<int[]> ranges = new ArrayList<>();
        addTo(ranges);
        other.addTo(ranges);
        ranges.sort((a, b) -> Integer.compare(a[0], b[0]));
        List<Integer> joined = new ArrayList<>();
        for (int[] range : ranges) {
            int last = joined.size() - 1;
            if (last > 0 && range[0] <= joined.get(last) + 1) {
                joined.set(last, Math.max(joined.get(last), range[1]));
            } else {
                joined.add(range[0]);
                joined.add(range[1]);
            }
        }
        return new CharacterSet(joined);
    }

    private void addTo(List<int[]> ranges) {
        for (int i = 0; i < bounds.size(); i += 2) {
            ranges.add(new int[]{bounds.get(i), bounds.get(i + 1)});
        }
    }

    CharacterSet complement() {
        List<Integer> rest = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < bounds.size(); i += 2) {
            if (bounds.get(i) > next) {
                rest.add(next);
                rest.add(bounds.get(i) - 1);
            }
            next = bounds.get(i + 1) + 1;
        }
        if (next <= Character.MAX_CODE_POINT) {
            rest.add(next);
            rest.add(Character.MAX_CODE_POINT);
        }
        return new CharacterSet(rest);
    }
}
