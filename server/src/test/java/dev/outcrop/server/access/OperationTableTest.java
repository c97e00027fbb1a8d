package dev.outcrop.server.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.outcrop.access.policy.ServiceReference;
import dev.outcrop.server.access.OperationTable.FixedResource;
import dev.outcrop.server.access.OperationTable.MemberResource;
import dev.outcrop.server.access.OperationTable.NoResource;
import dev.outcrop.wire.model.ApiModel;
import dev.outcrop.wire.model.Operation;
import dev.outcrop.wire.model.Shape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds the table of operations against the API models and the service authorization reference. */
class OperationTableTest {
    private static final OperationTable TABLE = OperationTable.load();
    private static final Map<String, Operation> OPERATIONS = operations();

    /** Operations too new for the reference's state. */
    private static final Set<String> NOT_IN_REFERENCE = Set.of(
            "bedrock:BatchDeleteAdvancedPromptOptimizationJob",
            "bedrock:CreateAdvancedPromptOptimizationJob",
            "bedrock:GetAdvancedPromptOptimizationJob",
            "bedrock:ListAdvancedPromptOptimizationJobs",
            "bedrock:StopAdvancedPromptOptimizationJob");

    /** What the reference's types are called that the table has names of its own for. */
    private static final Map<String, Set<String>> MEANT = Map.of(
            "model", Set.of("foundation-model"),
            "uninvoked-model", Set.of("foundation-model"),
            "base-model", Set.of("foundation-model", "custom-model"),
            "profile", Set.of("application-inference-profile"),
            "marketplace", Set.of("bedrock-marketplace-model-endpoint"));

    private static Map<String, Operation> operations() {
        Map<String, Operation> all = new TreeMap<>();
        for (String model : List.of("bedrock-runtime", "bedrock")) {
            ApiModel.load("/dev/outcrop/wire/model/" + model + ".json")
                    .operations()
                    .forEach(operation -> all.put(operation.name(), operation));
        }
        return all;
    }

    @Test
    void noOperationIsForgotten() {
        assertThat(TABLE.operations()).hasSize(116).containsExactlyInAnyOrderElementsOf(OPERATIONS.keySet());
    }

    @Test
    void everyOperationNeedsSomethingWhateverItIsGiven() {
        for (String operation : TABLE.operations()) {
            assertThat(TABLE.find(operation).orElseThrow().rules())
                    .as(operation)
                    .anyMatch(rule -> !(rule.resource() instanceof MemberResource member) || !member.optional());
        }
    }

    @Test
    void everyActionExists() {
        for (String operation : TABLE.operations()) {
            for (OperationTable.Rule rule : TABLE.find(operation).orElseThrow().rules()) {
                if (!NOT_IN_REFERENCE.contains(rule.action())) {
                    assertThat(ServiceReference.bedrock().actions()).as(operation).containsKey(rule.action());
                }
            }
        }
    }

    /** Every action that is an operation's name is what this operation needs. */
    @Test
    void operationsNeedTheActionOfTheirName() {
        for (String operation : OPERATIONS.keySet()) {
            String action = "bedrock:" + operation;
            if (ServiceReference.bedrock().actions().containsKey(action)) {
                assertThat(TABLE.find(operation).orElseThrow().rules()).extracting(OperationTable.Rule::action)
                        .as(operation)
                        .contains(action);
            }
        }
    }

    @Test
    void resourcesAreOfTypesThatTheActionsHave() {
        for (String operation : TABLE.operations()) {
            for (OperationTable.Rule rule : TABLE.find(operation).orElseThrow().rules()) {
                ServiceReference.Action action = ServiceReference.bedrock().actions().get(rule.action());
                String type = switch (rule.resource()) {
                    case NoResource none -> "wildcard";
                    case FixedResource fixed -> fixed.type();
                    case MemberResource member -> member.type();
                };
                if (action == null || type.equals("arn") || operation.equals("CreateEvaluationJob")) {
                    continue;
                }
                assertThat(action.resourceTypes())
                        .as(operation + " on " + type)
                        .containsAnyElementsOf(MEANT.getOrDefault(type, Set.of(type)));
            }
        }
    }

    @Test
    void membersExist() {
        for (Map.Entry<String, Operation> entry : OPERATIONS.entrySet()) {
            for (OperationTable.Rule rule : TABLE.find(entry.getKey()).orElseThrow().rules()) {
                if (rule.resource() instanceof MemberResource member) {
                    assertThat(isText(entry.getValue().input(), member.path()))
                            .as(entry.getKey() + ": " + String.join(".", member.path()))
                            .isTrue();
                }
            }
        }
    }

    /** So that nobody can put tags on something new without leave to tag. */
    @Test
    void everyTagMemberIsInTheTable() {
        for (Map.Entry<String, Operation> entry : OPERATIONS.entrySet()) {
            Shape.Structure input = entry.getValue().input();
            Set<String> members = new TreeSet<>();
            if (input != null) {
                input.members().stream()
                        .filter(member -> member.shape().name().equals("TagList")
                                || member.shape().name().equals("TagKeyList"))
                        .forEach(member -> members.add(member.name()));
            }
            assertThat(TABLE.find(entry.getKey()).orElseThrow().tags())
                    .extracting(OperationTable.Tags::member)
                    .as(entry.getKey())
                    .containsExactlyInAnyOrderElementsOf(new ArrayList<>(members));
        }
    }

    private static boolean isText(@Nullable Shape shape, List<String> path) {
        return switch (shape) {
            case Shape.Sequence sequence -> isText(sequence.member().shape(), path);
            case Shape.Structure structure when !path.isEmpty() ->
                structure.member(path.getFirst())
                        .filter(member -> isText(member.shape(), path.subList(1, path.size())))
                        .isPresent();
            case Shape.Text text -> path.isEmpty();
            case null, default -> false;
        };
    }
}
