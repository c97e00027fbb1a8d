package dev.outcrop.bench.access;

import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.outcrop.access.policy.AccessRequest;
import dev.outcrop.access.policy.Decision;
import dev.outcrop.access.policy.NamedPolicy;
import dev.outcrop.access.policy.Policy;
import dev.outcrop.access.policy.PolicySet;
import dev.outcrop.access.policy.RequestContext;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Decisions by a policy of ten statements such as people write them; and reading it, which is done once. Single calls are timed, so
 * that on a machine with other things to do the median still means something.
 *
 * <p>Usage: {@code java -cp 'bench/target/bench/*' org.openjdk.jmh.Main PolicyBenchmark -prof gc}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PolicyBenchmark {
    private static final String JSON = """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": ["bedrock:List*", "bedrock:Get*"], "Resource": "*"},
              {"Effect": "Allow", "Action": "bedrock:InvokeModel*",
               "Resource": ["arn:aws:bedrock:*::foundation-model/amazon.*", "arn:aws:bedrock:*::foundation-model/cohere.*"]},
              {"Effect": "Allow", "Action": "bedrock:InvokeModel*", "Resource": "arn:aws:bedrock:*:*:inference-profile/us.*"},
              {"Effect": "Allow", "Action": "bedrock:InvokeModel*", "Resource": "arn:aws:bedrock:*::foundation-model/meta.*",
               "Condition": {"StringEquals": {"aws:PrincipalTag/team": ["red", "blue"]}}},
              {"Effect": "Allow", "Action": "bedrock:ApplyGuardrail",
               "Resource": "arn:aws:bedrock:us-east-1:123456789012:guardrail/*"},
              {"Effect": "Allow", "Action": ["bedrock:CreateGuardrail", "bedrock:TagResource"], "Resource": "*",
               "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "cost"]}}},
              {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}},
              {"Effect": "Deny", "Action": "bedrock:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
              {"Effect": "Deny", "Action": "bedrock:InvokeModel*", "Resource": "*",
               "Condition": {"StringNotLike": {"bedrock:GuardrailIdentifier": "arn:aws:bedrock:*:123456789012:guardrail/g*"}}},
              {"Effect": "Deny", "Action": "bedrock:Delete*", "NotResource": "arn:aws:bedrock:*:*:guardrail/${aws:username}*"}]}
            """;

    private static final RequestContext CONTEXT = key -> switch (key) {
        case "aws:principaltag/team" -> List.of("blue");
        case "aws:sourceip" -> List.of("203.0.113.7");
        case "aws:securetransport" -> List.of("true");
        case "aws:username" -> List.of("ana");
        case "bedrock:guardrailidentifier" -> List.of("arn:aws:bedrock:us-east-1:123456789012:guardrail/g1:2");
        default -> List.of();
    };

    private final PolicySet policies = PolicySet.of(new NamedPolicy("ten", Policy.parse(JSON)));

    /** Allowed by the fourth statement, once the four that deny have been looked at. */
    @Benchmark
    public Decision allowed() {
        return policies.decide(
                new AccessRequest(
                        "bedrock:InvokeModel",
                        "arn:aws:bedrock:us-east-1::foundation-model/meta.llama3-8b-instruct-v1:0",
                        CONTEXT));
    }

    /** Allowed by no statement. */
    @Benchmark
    public Decision notAllowed() {
        return policies.decide(
                new AccessRequest(
                        "bedrock:InvokeModel",
                        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
                        CONTEXT));
    }

    /** What is done when a policy is written or first used. */
    @Benchmark
    public Policy read() {
        return Policy.parse(JSON);
    }
}
