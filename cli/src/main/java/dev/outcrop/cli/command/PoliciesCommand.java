package dev.outcrop.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import dev.outcrop.server.access.AdministrationException;
import dev.outcrop.server.access.ManagedPolicies;
import dev.outcrop.store.access.AccessRecords;
import dev.outcrop.store.access.StoredIdentity;
import dev.outcrop.store.access.StoredPolicy;
import dev.outcrop.store.access.Target;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code outcrop policies}. */
@Command(name = "policies", description = "Writes IAM policies, and attaches them to users, roles and keys.", footer = {
        "",
        "AmazonBedrockFullAccess and AmazonBedrockReadOnly need not be written.",
        "",
        "  outcrop policies put invoke-llama invoke-llama.json",
        "  outcrop policies attach invoke-llama --user alice"
})
public final class PoliciesCommand implements Runnable {
    private final PrintStream out;

    @Spec
    private @Nullable CommandSpec spec;

    public PoliciesCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                Objects.requireNonNull(spec).commandLine(), "Which: put, attach, detach, list, show or delete?");
    }

    /** What a policy is attached to. */
    static final class On {
        @Option(names = "--user", paramLabel = "NAME", description = "A user.")
        @Nullable
        String user;

        @Option(names = "--role", paramLabel = "NAME", description = "A role.")
        @Nullable
        String role;

        @Option(names = "--key", paramLabel = "ID", description = "A credential, which the policy then bounds.")
        @Nullable
        String key;

        Target target() {
            if (user != null) {
                return new Target(Target.Kind.USER, user);
            }
            return role == null
                    ? new Target(Target.Kind.KEY, Objects.requireNonNull(key))
                    : new Target(Target.Kind.ROLE, role);
        }
    }

    @Command(name = "put", description = "Checks a policy and keeps it under a name, in place of an earlier one.")
    int put(
            @Mixin AccessOptions access,
            @Parameters(index = "0", paramLabel = "NAME", description = "Its name.") String name,
            @Parameters(index = "1", paramLabel = "FILE", description = "IAM JSON.") Path file) throws IOException {
        access.run((administration, config) -> {
            administration.putPolicy(name, Files.readString(file));
            out.println("The policy " + name + " is kept. Attach it:  outcrop policies attach " + name
                    + " --user NAME");
        });
        return 0;
    }

    @Command(name = "attach", description = "Puts a policy on a user, a role or a credential.")
    int attach(
            @Mixin AccessOptions access,
            @Parameters(paramLabel = "POLICY", description = "Its name.") String policy,
            @CommandLine.ArgGroup(exclusive = true, multiplicity = "1") On on,
            @Option(names = "--boundary", description = "As the permissions boundary of the user or role.") boolean boundary)
            throws IOException {
        access.run((administration, config) -> {
            if (boundary) {
                administration.setBoundary(on.target(), policy);
            } else {
                administration.attach(on.target(), policy);
            }
            out.println("Done: running servers follow within a second.");
        });
        return 0;
    }

    @Command(name = "detach", description = "Takes a policy off a user, a role or a credential.")
    int detach(
            @Mixin AccessOptions access,
            @Parameters(paramLabel = "POLICY", description = "Its name.") String policy,
            @CommandLine.ArgGroup(exclusive = true, multiplicity = "1") On on,
            @Option(names = "--boundary", description = "It is the permissions boundary of the user or role.") boolean boundary)
            throws IOException {
        access.run((administration, config) -> {
            if (boundary) {
                administration.setBoundary(on.target(), null);
            } else {
                administration.detach(on.target(), policy);
            }
            out.println("Done: running servers follow within a second.");
        });
        return 0;
    }

    @Command(name = "list", description = "Lists policies with what has them.")
    int list(@Mixin AccessOptions access) throws IOException {
        access.run((administration, config) -> {
            AccessRecords records = administration.records();
            out.printf("%-40s %-21s %s%n", "POLICY", "UPDATED", "ON");
            for (StoredPolicy policy : records.policies()) {
                out.printf("%-40s %-21s %s%n", policy.name(), policy.updatedAt().truncatedTo(ChronoUnit.SECONDS),
                        String.join(", ", holders(records, policy.name())));
            }
        });
        return 0;
    }

    private static List<String> holders(AccessRecords records, String policy) {
        List<String> holders = new ArrayList<>();
        for (AccessRecords.Attachment attachment : records.attachments()) {
            if (attachment.policy().equals(policy)) {
                holders.add(words(attachment.target()));
            }
        }
        for (StoredIdentity identity : records.identities()) {
            if (policy.equals(identity.boundary())) {
                holders.add(words(identity.target()) + " (boundary)");
            }
        }
        return holders;
    }

    private static String words(Target target) {
        return target.kind().name().toLowerCase(Locale.ROOT) + " " + target.name();
    }

    @Command(name = "show", description = "Prints a policy.")
    int show(@Mixin AccessOptions access, @Parameters(paramLabel = "POLICY", description = "Its name.") String name)
            throws IOException {
        access.run((administration, config) -> out.println(administration.records().policies().stream()
                .filter(policy -> policy.name().equals(name))
                .map(StoredPolicy::document)
                .findFirst()
                .or(() -> ManagedPolicies.document(name))
                .orElseThrow(() -> new AdministrationException(
                        "There is no policy " + name + ". See: outcrop policies list"))
                .strip()));
        return 0;
    }

    @Command(name = "delete", description = "Removes a policy that nothing has.")
    int delete(@Mixin AccessOptions access, @Parameters(paramLabel = "POLICY", description = "Its name.") String name)
            throws IOException {
        access.run((administration, config) -> {
            administration.deletePolicy(name);
            out.println("The policy " + name + " is gone.");
        });
        return 0;
    }
}
