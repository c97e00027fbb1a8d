package dev.outcrop.server.control;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.outcrop.server.guardrail.GuardrailDocument;
import dev.outcrop.store.guardrail.GuardrailContent;
import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;

/** What CreateGuardrail and UpdateGuardrail ask for, as the store keeps it. */
final class GuardrailRequest {
    private static final String CONFIG = "Config";
    private static final List<String> POLICIES = List.of("topicPolicy", "contentPolicy", "wordPolicy",
            "sensitiveInformationPolicy", "contextualGroundingPolicy");

    private GuardrailRequest() {}

    /**
     * The content of a guardrail.
     *
     * @param input of one of the two operations, validated by the API model
     * @throws ValidationException when the guardrail cannot be as asked for
     */
    static GuardrailContent content(BoundInput input, AccountRegion scope) {
        if (input.get("automatedReasoningPolicyConfig") != null) {
            throw new ValidationException("Automated Reasoning policies are not supported by Outcrop.");
        }
        Map<String, Object> policies = policies(input);
        GuardrailRules.check(policies, !input.structure("crossRegionConfig").isEmpty());
        Map<String, Object> members = new LinkedHashMap<>(policies);
        members.put("blockedInputMessaging", required(input, "blockedInputMessaging"));
        members.put("blockedOutputsMessaging", required(input, "blockedOutputsMessaging"));
        Object profile = input.structure("crossRegionConfig").get("guardrailProfileIdentifier");
        return new GuardrailContent(
                required(input, "name"),
                description(input),
                profile == null ? null : GuardrailProfiles.arn((String) profile, scope),
                KmsKeys.arn(input.string("kmsKeyId"), scope),
                GuardrailDocument.of(members).json());
    }

    /**
     * The policies under the names by which they are read back: those names are the written ones without the ending
     * {@code Config}, outside and inside. Entries stay as they were written, so that a tool that compares finds no
     * difference; only the tier is filled in, as it always is something.
     */
    private static Map<String, Object> policies(BoundInput input) {
        Map<String, Object> policies = new LinkedHashMap<>();
        for (String name : POLICIES) {
            Map<String, Object> policy = new LinkedHashMap<>();
            input.structure(name + CONFIG).forEach((member, value) -> {
                if (!(value instanceof Collection<?> entries && entries.isEmpty())) {
                    policy.put(member.substring(0, member.length() - CONFIG.length()), value);
                }
            });
            if (!policy.isEmpty()) {
                if (name.equals("topicPolicy") || name.equals("contentPolicy")) {
                    policy.putIfAbsent("tier", Map.of("tierName", "CLASSIC"));
                }
                policies.put(name, policy);
            }
        }
        return policies;
    }

    /**
     * The description of a guardrail or a version, if there is one.
     *
     * @throws ValidationException when it has the one character that not every database keeps
     */
    static @Nullable String description(BoundInput input) {
        return withoutNul("description", input.string("description"));
    }

    private static @Nullable String withoutNul(String member, @Nullable String value) {
        if (value != null && value.indexOf('\0') >= 0) {
            throw new ValidationException("The " + member + " must not contain the character U+0000.");
        }
        return value;
    }

    /** A member that validation has seen to be there; this says so to the compiler. */
    private static String required(BoundInput input, String member) {
        String value = withoutNul(member, input.string(member));
        if (value == null) {
            throw new ValidationException("The request lacks " + member + ".");
        }
        return value;
    }
}
