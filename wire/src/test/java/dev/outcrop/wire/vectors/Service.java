package dev.outcrop.wire.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.bind.HeaderSource;
import dev.outcrop.wire.bind.RequestBinder;
import dev.outcrop.wire.model.ApiModel;
import dev.outcrop.wire.model.Operation;
import dev.outcrop.wire.route.Route;
import dev.outcrop.wire.route.Router;
import dev.outcrop.wire.validate.Validator;
import org.jspecify.annotations.Nullable;

/** What stands between the socket and an operation: routing, binding and validation by the given models. */
final class Service {

    /** The token that the vectors expect where a client left it out. */
    private static final String TOKEN = "00000000-0000-4000-8000-000000000000";

    private final Router router;
    private final RequestBinder binder = new RequestBinder(() -> TOKEN);

    Service(ApiModel... models) {
        router = new Router(List.of(models), "");
    }

    record Accepted(Operation operation, BoundInput input) {}

    Accepted accept(String method, String target, List<Map.Entry<String, String>> headers, byte[] body) {
        int question = target.indexOf('?');
        Route route = router.route(method, question < 0 ? target : target.substring(0, question));
        String query = question < 0 ? null : target.substring(question + 1);
        BoundInput input = binder.bind(route, query, new Headers(headers), body);
        Validator.validate(route.operation(), input);
        return new Accepted(route.operation(), input);
    }

    /** Headers as a list of pairs. */
    record Headers(List<Map.Entry<String, String>> pairs) implements HeaderSource {
        Headers {
            pairs = new ArrayList<>(pairs);
        }

        @Override
        public @Nullable String get(String name) {
            return pairs.stream()
                    .filter(pair -> pair.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public Iterable<Map.Entry<String, String>> all() {
            return pairs;
        }
    }
}
