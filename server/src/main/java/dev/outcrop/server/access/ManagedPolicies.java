package dev.outcrop.server.access;

import java.util.Map;
import java.util.Optional;

/** Policies that need not be written: those of AWS by the same names, as far as they speak of Bedrock. */
public final class ManagedPolicies {
    private static final Map<String, String> DOCUMENTS = Map.of(
            "AmazonBedrockFullAccess", """
                    {
                      "Version": "2012-10-17",
                      "Statement": [{"Effect": "Allow", "Action": "bedrock:*", "Resource": "*"}]
                    }
                    """,
            "AmazonBedrockReadOnly",
            """
                    {
                      "Version": "2012-10-17",
                      "Statement": [
                        {"Effect": "Allow", "Action": ["bedrock:Get*", "bedrock:List*", "bedrock:CallWithBearerToken"], "Resource": "*"}
                      ]
                    }
                    """);

    private ManagedPolicies() {}

    /** The document of such a policy. */
    public static Optional<String> document(String name) {
        return Optional.ofNullable(DOCUMENTS.get(name));
    }
}
