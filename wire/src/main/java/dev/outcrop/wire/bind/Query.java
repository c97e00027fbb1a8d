package dev.outcrop.wire.bind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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

    /** Every parameter that no other member is bound to. */
    Map<String, Object> asMap(Member member, Shape.Structure input) {
        List<String> taken = input.members().stream()
                .filter(other -> other.location() == Member.Location.QUERY)
                .map(Member::wireName)
                .collect(Collectors.toList());
        Map<String, Object> values = new LinkedHashMap<>();
        boolean lists = member.shape() instanceof Shape.Mapping mapping
                && mapping.value().shape() instanceof Shape.Sequence;
        parameters.forEach((name, texts) -> {
            if (!taken.contains(name)) {
                values.put(name, lists ? List.copyOf(texts) : texts.getFirst());
            }
        });
        return values;
    }
}
