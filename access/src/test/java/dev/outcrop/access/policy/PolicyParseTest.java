package dev.outcrop.access.policy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a policy may say, and how writers of policies learn what it may not. */
class PolicyParseTest {
    private static final String VALID = """
            {
              "Version": "2012-10-17",
              "Id": "example",
              "Statement": [
                {
                  "Sid": "First",
                  "Effect": "Allow",
                  "Action": ["bedrock:InvokeModel", "bedrock:Get*", "s3:GetObject"],
                  "Resource": "*",
                  "Condition": {"Bool": {"aws:SecureTransport": true}, "NumericLessThan": {"aws:MultiFactorAuthAge": 3600}}
                },
                {"Effect": "Deny", "NotAction": "*", "NotResource": ["arn:aws:bedrock:*::foundation-model/*"]}
              ]
            }
            """;

    @Test
    void readsEveryElement() {
        Policy policy = Policy.parse(VALID);
        assertThat(policy.statements()).extracting(Statement::toString).containsExactly(
                "statement 1 (First)", "statement 2");
        assertThat(policy.statements()).extracting(Statement::effect).containsExactly(Effect.ALLOW, Effect.DENY);
        assertThat(policy.conditionKeys()).containsExactlyInAnyOrder(
                "aws:securetransport", "aws:multifactorauthage");
    }

    @Test
    void oneStatementNeedsNoArray() {
        assertThat(
                Policy.parse("{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}").statements())
                .hasSize(1);
    }

    @Test
    void whiteSpaceIsNotCounted() {
        String policy = "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}" + " ".repeat(20_000)
                + "}";
        assertThat(Policy.parse(policy).statements()).hasSize(1);
        assertRefused(
                policy.replace(" ", "\n") + " ".repeat(60_000),
                "The policy is longer than 6144 characters, white space not counted.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [] | A policy is a JSON object.
            {"Version":"2012-10-17"} | Missing required field Statement.
            {"Statement":[]} | Statement: A policy must have at least one statement.
            {"Version":"2012-10-18","Statement":[]} | Version: The version must be 2012-10-17 (or 2008-10-17).
            {"Version":2012,"Statement":[]} | Version: Must be a string.
            {"Statment":[]} | There is no element "Statment". Did you mean Statement?
            {"Statement":[1]} | Statement[0]: Must be a JSON object.
            {"Statement":[{"Effect":"Allow","Effect":"Deny"}]} | The policy is not valid JSON: Duplicate Object property "Effect" (line 1, column 41).
            {"Statement":[} | The policy is not valid JSON: Unexpected close marker '}': expected ']' (line 1, column 15).
            """)
    void refusesMalformedDocuments(String json, String message) {
        assertRefused(json, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "Principal":"*" | Statement: Policy document should not specify a principal.
            "NotPrincipal":"*" | Statement: Policy document should not specify a principal.
            "Effekt":"Allow" | Statement: There is no element "Effekt". Did you mean Effect?
            "Sid":"not so" | Statement.Sid: Statement IDs (SID) must be alpha-numeric, with nothing but A-Z, a-z and 0-9.
            "Sid":"x","Effect":"Maybe" | Statement.Effect: The effect must be Allow or Deny.
            "Sid":"x" | Statement: Missing required field Effect.
            "Effect":"Allow","Resource":"*" | Statement: Policy statement must contain actions.
            "Effect":"Allow","Action":[],"Resource":"*" | Statement: Policy statement must contain actions.
            "Effect":"Allow","Action":"*" | Statement: Policy statement must contain resources.
            "Effect":"Allow","Action":"*","NotAction":"*","Resource":"*" | Statement: A statement can have Action or NotAction, not both.
            "Effect":"Allow","Action":"*","Resource":"*","Condition":[] | Statement.Condition: Must be a JSON object.
            """)
    void refusesMalformedStatements(String members, String message) {
        assertRefused("{\"Statement\":{" + members + "}}", message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            InvokeModel | Actions must be prefaced by a service, such as bedrock:InvokeModel, and hold letters, digits and the wildcards * and ? after it; or be "*".
            bed*:InvokeModel | Actions must be prefaced by a service, such as bedrock:InvokeModel, and hold letters, digits and the wildcards * and ? after it; or be "*".
            bedrock:InvokModel | There is no action bedrock:InvokModel. Did you mean bedrock:InvokeModel?
            bedrock:Converse | There is no action bedrock:Converse: calls of Converse are authorized as bedrock:InvokeModel.
            bedrock:Invent* | No action of Bedrock matches bedrock:Invent*.
            bedrock-runtime:InvokeModel | bedrock-runtime names an endpoint, not a service of policies: its actions are written bedrock:InvokeModel.
            """)
    void refusesUnknownActions(String action, String message) {
        assertRefused(statement(action, "*", ""), "Statement.Action: " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            bucket/* | Resource bucket/* must be in ARN format or "*".
            arn | Resource arn must be in ARN format or "*".
            arn:AWS:bedrock:*:*:* | "AWS" is no valid partition in the ARN arn:AWS:bedrock:*:*:*.
            arn:aws:bed*:*:*:* | "bed*" is no valid service in the ARN arn:aws:bed*:*:*:*.
            arn:aws:bedrock:US East:*:* | "US East" is no valid Region in the ARN arn:aws:bedrock:US East:*:*.
            arn:aws:bedrock:us-east-1:1234:* | "1234" is no valid account in the ARN arn:aws:bedrock:us-east-1:1234:*.
            arn:aws:bedrock:us-east-1:123456789012: | The ARN arn:aws:bedrock:us-east-1:123456789012: names no resource.
            arn:aws:bedrock:*::foundation-models/* | Bedrock has no resource type "foundation-models", as in arn:aws:bedrock:*::foundation-models/*. Did you mean foundation-model?
            arn:aws:bedrock:*:*:guardrail | Bedrock has no resource type "guardrail", as in arn:aws:bedrock:*:*:guardrail. Write guardrail/ and an id or *.
            arn:aws:bedrock:*:*:guardrail/${aws:username | The policy variable ${aws:username lacks its }.
            arn:aws:bedrock:*:*:guardrail/${username} | "username" is no condition key: one is written as prefix:name, such as aws:SourceIp.
            arn:aws:bedrock:*:*:guardrail/${aws:usrname} | There is no condition key "aws:usrname". Did you mean aws:UserName?
            arn:aws:bedrock:*:*:guardrail/${aws:username, nobody} | The default value of a policy variable must stand in single quotes: ${key, 'value'}.
            """)
    void refusesMalformedResources(String resource, String message) {
        assertRefused(statement("*", resource, ""), "Statement.Resource: " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            StringEqual | "aws:username": "a" | .StringEqual: Invalid condition type: StringEqual. Did you mean StringEquals?
            ForSomeValues:Bool | "aws:username": "a" | .ForSomeValues:Bool: Invalid condition type: ForSomeValues:Bool.
            NullIfExists | "aws:username": "true" | .NullIfExists: Null takes neither IfExists nor ForAnyValue or ForAllValues.
            ForAllValues:Null | "aws:TagKeys": "true" | .ForAllValues:Null: Null takes neither IfExists nor ForAnyValue or ForAllValues.
            Null | "aws:username": "maybe" | .Null.aws:username: Null takes true (there is no such key in the call) or false (there is).
            StringEquals | "bedrock:GuardrailId": "a" | .StringEquals.bedrock:GuardrailId: There is no condition key "bedrock:GuardrailId".
            StringEquals | "aws:SourceIP4": "a" | .StringEquals.aws:SourceIP4: There is no condition key "aws:SourceIP4". Did you mean aws:SourceIp?
            StringEquals | "aws:RequestTag/": "a" | .StringEquals.aws:RequestTag/: The condition key "aws:RequestTag/" lacks the key of a tag at its end.
            StringEquals | "username": "a" | .StringEquals.username: "username" is no condition key: one is written as prefix:name, such as aws:SourceIp.
            StringEquals | "aws:username": [] | .StringEquals.aws:username: A condition must have at least one value.
            StringEquals | "aws:username": {} | .StringEquals.aws:username: Values of conditions are strings, numbers or booleans, or arrays of them.
            NumericEquals | "aws:MultiFactorAuthAge": "many" | .NumericEquals.aws:MultiFactorAuthAge: "many" is no number.
            NumericEquals | "aws:MultiFactorAuthAge": "1e9" | .NumericEquals.aws:MultiFactorAuthAge: "1e9" is no number.
            DateLessThan | "aws:CurrentTime": "tomorrow" | .DateLessThan.aws:CurrentTime: "tomorrow" is no date: write it as 2026-11-24T08:30:00Z, or in seconds since 1970.
            DateLessThan | "aws:CurrentTime": "2026-02-30" | .DateLessThan.aws:CurrentTime: "2026-02-30" is no date: write it as 2026-11-24T08:30:00Z, or in seconds since 1970.
            Bool | "aws:SecureTransport": "yes" | .Bool.aws:SecureTransport: "yes" is no boolean: write true or false.
            BinaryEquals | "aws:username": "%%" | .BinaryEquals.aws:username: "%%" is no binary value in base64.
            IpAddress | "aws:SourceIp": "203.0.113.0/33" | .IpAddress.aws:SourceIp: "203.0.113.0/33" is no IP address or range: write it as 203.0.113.0/24 or 2001:db8::/32.
            IpAddress | "aws:SourceIp": "example.com" | .IpAddress.aws:SourceIp: "example.com" is no IP address or range: write it as 203.0.113.0/24 or 2001:db8::/32.
            ArnLike | "aws:PrincipalArn": "user/a" | .ArnLike.aws:PrincipalArn: Resource user/a must be in ARN format or "*".
            """)
    void refusesMalformedConditions(String operator, String condition, String message) {
        assertRefused(
                statement("*", "*", ",\"Condition\":{\"" + operator + "\":{" + condition + "}}"),
                "Statement.Condition" + message);
    }

    @Test
    void saysWhichStatementAndEntryIsAtFault() {
        assertRefused(
                VALID.replace("bedrock:Get*", "bedrock:Gat*"),
                "Statement[0].Action[1]: No action of Bedrock matches bedrock:Gat*.");
    }

    @Test
    void namesOfStatementsAreUnique() {
        String statement = "{\"Sid\":\"Same\",\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}";
        assertRefused(
                "{\"Statement\":[" + statement + "," + statement + "]}",
                "Statement[1].Sid: Statement IDs (SID) in a single policy must be unique.");
    }

    @Test
    void nestingIsBounded() {
        assertThatExceptionOfType(PolicyException.class)
                .isThrownBy(() -> Policy.parse("{\"Statement\":" + "[".repeat(6_000) + "}"))
                .withMessageContaining("nesting depth")
                .withMessageNotContainingAny("StreamReadConstraints", "REDACTED");
    }

    @Test
    void olderPoliciesHaveNoVariables() {
        assertThat(Policy
                .parse(statement("*", "arn:aws:bedrock:*:*:guardrail/${x", "").replace("2012-10-17", "2008-10-17"))
                .conditionKeys()).isEmpty();
    }

    private static String statement(String action, String resource, String more) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"" + action
                + "\",\"Resource\":\"" + resource + "\"" + more + "}}";
    }

    private static void assertRefused(String json, String message) {
        assertThatExceptionOfType(PolicyException.class).isThrownBy(() -> Policy.parse(json)).withMessage(message);
    }
}
