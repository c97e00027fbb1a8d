package dev.outcrop.access.policy;

import java.nio.charset.StandardCharsets;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fuzzes the reading of policies and their evaluation.
 *
 * <p>In a normal build it runs on the stored inputs; with {@code JAZZER_FUZZ=1} it searches for new ones.
 */
class PolicyFuzzTest {
    private static final RequestContext CONTEXT = key -> switch (key) {
        case "aws:username" -> List.of("a*${aws:userid}?:/");
        case "aws:tagkeys" -> List.of("team", "", "cost");
        case "aws:currenttime" -> List.of("2026-11-24T12:00:00Z");
        case "aws:sourceip" -> List.of("203.0.113.9");
        default -> List.of();
    };

    @FuzzTest(maxDuration = "60s")
    void anyTextIsAPolicyOrRefused(byte[] bytes) {
        Policy policy;
        try {
            policy = Policy.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (PolicyException refused) {
            assertThat(refused).hasMessageNotContaining("tools.jackson");
            assertThat(refused.toString()).hasSizeLessThan(5_000);
            return;
        }
        PolicySet policies = PolicySet.of(new NamedPolicy("fuzzed", policy));
        policies.decide(
                new AccessRequest(
                        "bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/meta.llama3:0", CONTEXT));
        policies.decide(new AccessRequest("bedrock:ListGuardrails", "*", CONTEXT));
    }
}
