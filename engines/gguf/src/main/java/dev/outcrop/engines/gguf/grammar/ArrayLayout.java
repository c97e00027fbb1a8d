package dev.outcrop.engines.gguf.grammar;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;

/** Lays out arrays: fixed items at the beginning, then any number of one kind. */
final class ArrayLayout {

    private final ProgramBuilder builder;
    private final SchemaCompiler values;

    ArrayLayout(ProgramBuilder builder, SchemaCompiler values) {
        this.builder = builder;
        this.values = values;
    }

    int add(ObjectNode schema, String pointer, int from) {
        int min = Keywords.count(schema, "minItems", pointer, 0);
        int max = Keywords.count(schema, "maxItems", pointer, Integer.MAX_VALUE);
        // Drafts before 2020-12 write fixed items as a list in "items".
        boolean older = schema.path("items").isArray();
        String fixedName = older ? "items" : "prefixItems";
        String restName = older ? "additionalItems" : "items";
        List<JsonNode> fixed = new ArrayList<>();
        schema.path(fixedName).forEach(fixed::add);

        int close = builder.state();
        int at = builder.literal(from, "[");
        for (int i = 0; i < fixed.size() && i < max; i++) {
            if (i >= min) {
                builder.epsilon(at, close);
            }
            int start = i == 0 ? at : builder.separator(at, ',');
            at = values.inner(fixed.get(i), pointer + "/" + fixedName + "/" + i, start);
        }
        if (fixed.size() >= min) {
            builder.epsilon(at, close);
        }
        // Items that the schema leaves open come only when it asks for more than it describes.
        boolean described = fixed.isEmpty() || schema.has(restName) || min > fixed.size();
        if (described && max > fixed.size()) {
            JsonNode rest = schema.has(restName) ? schema.get(restName) : BooleanNode.TRUE;
            addRest(rest, pointer + "/" + restName, at, fixed.size(), min, max, close);
        }
        return builder.literal(close, "]");
    }

    private void addRest(JsonNode schema, String pointer, int from, int before, int min, int max, int close) {
        int item = builder.rule();
        builder.end(values.inner(schema, pointer, builder.ruleStart(item)));
        int another = builder.rule();
        builder.end(builder.call(builder.separator(builder.ruleStart(another), ','), item, 0));
        int at = from;
        int read = before;
        if (read == 0) {
            at = builder.call(from, item, 0);
            read++;
        }
        int most = max == Integer.MAX_VALUE ? Grammar.UNBOUNDED : max - read;
        builder.epsilon(builder.repeat(at, another, Math.max(0, min - read), most), close);
    }
}
