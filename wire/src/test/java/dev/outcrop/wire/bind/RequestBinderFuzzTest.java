package dev.outcrop.wire.bind;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.model.ApiModel;
import dev.outcrop.wire.model.Operation;
import dev.outcrop.wire.route.Route;
import dev.outcrop.wire.testing.JsonHeaders;
import dev.outcrop.wire.validate.Validator;

/**
 * Fuzzes the reading and checking of JSON bodies and queries.
 *
 * <p>In a normal build it runs on the stored inputs; with {@code JAZZER_FUZZ=1} it searches for new ones.
 */
class RequestBinderFuzzTest {
    private static final ApiModel RUNTIME = ApiModel.load("/dev/outcrop/wire/model/bedrock-runtime.json");
    private static final ApiModel CONTROL = ApiModel.load("/dev/outcrop/wire/model/bedrock.json");
    private static final List<Operation> OPERATIONS = List.of(
            RUNTIME.operation("Converse"),
            RUNTIME.operation("ListAsyncInvokes"),
            CONTROL.operation("CreateGuardrail"),
            CONTROL.operation("CreateEvaluationJob"));

    @FuzzTest(maxDuration = "60s")
    void anyBodyIsBoundOrRefused(byte[] bytes) {
        for (Operation operation : OPERATIONS) {
            try {
                String query = new String(bytes, StandardCharsets.UTF_8);
                BoundInput input = new RequestBinder()
                        .bind(new Route(operation, Map.of("modelId", "m")), query, JsonHeaders.JSON, bytes);
                Validator.validate(operation, input);
            } catch (ServiceException refused) {
                // An answer like any other; every other exception is a defect.
            }
        }
    }
}
