package dev.outcrop.cli.command;

import java.io.PrintStream;
import java.util.List;

import dev.outcrop.server.access.IssuedKey;
import dev.outcrop.store.access.AccessRecords;
import dev.outcrop.store.access.Target;

/** Prints a new credential so that it can be copied and pasted, with what its owner may do. */
final class KeyPrinter {
    private final PrintStream out;
    private final String region;
    private final String endpoint;

    KeyPrinter(PrintStream out, String region, String endpoint) {
        this.out = out;
        this.region = region;
        this.endpoint = endpoint;
    }

    void print(Target owner, IssuedKey key, AccessRecords records) {
        List<String> policies = policies(records, owner);
        row("owner", switch (owner.kind()) {
            case ROOT -> "the account's root";
            case ROLE -> "role " + owner.name();
            case USER, KEY -> "user " + owner.name();
        });
        row("policies", owner.kind() == Target.Kind.ROOT
                ? "none needed: may do everything"
                : policies.isEmpty() ? "none yet: may do nothing" : String.join(", ", policies));
        List<String> bounds = policies(records, new Target(Target.Kind.KEY, key.id()));
        if (!bounds.isEmpty()) {
            row("bound by", String.join(", ", bounds));
        }
        switch (key) {
            case IssuedKey.Pair pair -> {
                row("key", pair.id());
                if (pair.expiresAt() != null) {
                    row("expires", pair.expiresAt().toString());
                }
                once("secret");
                export("AWS_ACCESS_KEY_ID", pair.id());
                export("AWS_SECRET_ACCESS_KEY", pair.secretAccessKey());
                if (pair.sessionToken() != null) {
                    export("AWS_SESSION_TOKEN", pair.sessionToken());
                }
            }
            case IssuedKey.Bearer bearer -> {
                row("key", bearer.id());
                row("expires", bearer.expiresAt() == null ? "never" : bearer.expiresAt().toString());
                once("API key");
                export("AWS_BEARER_TOKEN_BEDROCK", bearer.token());
            }
        }
        export("AWS_DEFAULT_REGION", region);
        export("AWS_ENDPOINT_URL", endpoint);
        out.println();
        if (owner.kind() != Target.Kind.ROOT && policies.isEmpty()) {
            out.println("Then let it do something:  outcrop policies attach AmazonBedrockFullAccess --"
                    + (owner.kind() == Target.Kind.ROLE ? "role " : "user ") + owner.name());
        } else {
            out.println("Try it:  outcrop invoke amazon.titan-text-express-v1 \"List three fruits.\"");
        }
    }

    /** The names of policies on something. */
    static List<String> policies(AccessRecords records, Target target) {
        return records.attachments().stream()
                .filter(attachment -> attachment.target().equals(target))
                .map(AccessRecords.Attachment::policy)
                .toList();
    }

    private void once(String what) {
        out.println();
        out.println("The " + what + " is shown this once. Copy and paste:");
        out.println();
    }

    private void row(String label, String value) {
        out.printf("%-10s %s%n", label, value);
    }

    private void export(String name, String value) {
        out.println("  export " + name + "=" + value);
    }
}
