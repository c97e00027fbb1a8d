package dev.outcrop.wire.bind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.outcrop.wire.model.Member;
import dev.outcrop.wire.model.Shape;
import dev.outcrop.wire.route.PercentDecoder;
import org.jspecify.annotations.Nullable;

/** A query's parameters, decoded, in the order received. */
record Query(Map<String, List<String>> parameters) {

    static Query parse(@Nullable String raw) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (raw != null) {
            for (String part : raw.split("&", -1)) {
                if (!part.isEmpty()) {
                    int equals = part.indexOf('=');
                    String name = PercentDecoder.decode(equals < 0 ? part : part.substring(0, equals));
                    String value = equals < 0 ? "" : PercentDecoder.decode(part.substring(equals + 1));
                    parameters.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
                }
            }
        }
        return new Query(parameters);
    }

    List<String> values(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    /** Every parameter, also those that members of their own are bound to. */
    Map<String, Object> asMap(Member member) {
        Map<String, Object> values = new LinkedHashMap<>();
        boolean lists = member.shape() instanceof Shape.Mapping mapping
                && mapping.value().shape() instanceof Shape.Sequence;
        parameters.forEach((name, texts) -> values.put(name, lists ? List.copyOf(texts) : texts.getFirst()));
        return values;
    }
}
