package dev.outcrop.server.control;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.outcrop.server.guardrail.GuardrailDocument;
import dev.outcrop.store.guardrail.GuardrailContent;
import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.store.scope.IdempotencyToken;
import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What CreateGuardrail and UpdateGuardrail ask for, as the store keeps it. */
final class GuardrailRequest {
    private static final String CONFIG = "Config";
    private static final List<String> POLICIES = List.of("topicPolicy", "contentPolicy", "wordPolicy",
            "sensitiveInformationPolicy", "contextualGroundingPolicy");
    private static final String TOKEN = "clientRequestToken";
    private static final JsonMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

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
                kmsKeyArn(input.string("kmsKeyId"), scope),
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
     * The ARN by which a key is read back. Nothing is encrypted with it, and no key service is asked: a bare id is taken
     * as one of this account and Region, and an alias stands for a key whose id is made from the alias's name.
     */
    private static @Nullable String kmsKeyArn(@Nullable String key, AccountRegion scope) {
        if (key == null || key.contains(":key/")) {
            return key;
        }
        String place = "arn:aws:kms:" + scope.region() + ":" + scope.account() + ":";
        if (!key.startsWith("arn:") && !key.startsWith("alias/")) {
            return place + "key/" + key;
        }
        String alias = key.startsWith("arn:") ? key : place + key;
        return alias.substring(0, alias.indexOf(":alias/") + 1) + "key/"
                + UUID.nameUUIDFromBytes(alias.getBytes(StandardCharsets.UTF_8));
    }

    /** The token of a call, tied to its other parameters, in whatever order they came. */
    static IdempotencyToken token(BoundInput input) {
        Map<String, Object> parameters = new LinkedHashMap<>(input.asMap());
        parameters.remove(TOKEN);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(SORTED.writeValueAsBytes(parameters));
            return new IdempotencyToken(required(input, TOKEN), HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
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
