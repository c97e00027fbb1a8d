package dev.outcrop.engines.gguf.template.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The variable {@code loop}. */
final class LoopState {

    private final List<@Nullable Object> items;

    LoopState(List<@Nullable Object> items) {
        this.items = items;
    }

    /** What the variable holds in one round. */
    Map<String, @Nullable Object> at(int round) {
        int size = items.size();
        Map<String, @Nullable Object> loop = new LinkedHashMap<>();
        loop.put("index0", (long) round);
        loop.put("index", round + 1L);
        loop.put("revindex0", size - 1L - round);
        loop.put("revindex", (long) size - round);
        loop.put("first", round == 0);
        loop.put("last", round == size - 1);
        loop.put("length", (long) size);
        loop.put("previtem", round > 0 ? items.get(round - 1) : new Undefined("the item before the first"));
        loop.put("nextitem", round + 1 < size ? items.get(round + 1) : new Undefined("the item after the last"));
        loop.put("cycle", (Function) (positional, named) -> positional.isEmpty()
                ? null
                : positional.get(round % positional.size()));
        return loop;
    }
}
