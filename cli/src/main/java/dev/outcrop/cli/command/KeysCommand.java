package dev.outcrop.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.outcrop.access.key.ShortTermKey;
import dev.outcrop.server.access.AdministrationException;
import dev.outcrop.server.access.IssuedKey;
import dev.outcrop.store.access.AccessRecords;
import dev.outcrop.store.access.StoredCredential;
import dev.outcrop.store.access.StoredCredential.Status;
import dev.outcrop.store.access.Target;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code outcrop keys}. */
@Command(name = "keys", description = "Creates, lists and revokes credentials and API keys.", footer = {
        "",
        "Once there are credentials, every call needs one, also to a server that is running already.",
        "",
        "  outcrop keys create --user alice --policy AmazonBedrockFullAccess",
        "  outcrop keys create --user alice --api-key --days 30",
        "  outcrop keys create --role reader --session report --expires 1h --policy AmazonBedrockReadOnly"
})
public final class KeysCommand implements Runnable {
    private static final Pattern LIFETIME = Pattern.compile("([0-9]{1,6})([smh])");

    private final PrintStream out;
    private final Map<String, String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    /** @param environment where key pairs are read from that must not stand on a command line */
    public KeysCommand(PrintStream out, Map<String, String> environment) {
        this.out = out;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public void run() {
        throw misused("Which: create, list, revoke, deactivate, activate, token or reset?");
    }

    private CommandLine.ParameterException misused(String message) {
        return new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    /** Whose credentials. */
    static final class Owner {
        @Option(names = "--user", paramLabel = "NAME", description = "A user, made when it is not there.")
        @Nullable
        String user;

        @Option(names = "--role", paramLabel = "NAME", description = "A role, made when it is not there; gets temporary credentials.")
        @Nullable
        String role;

        @Option(names = "--root", description = "The account itself, which no policy bounds.")
        boolean root;

        Target target() {
            if (user != null) {
                return new Target(Target.Kind.USER, user);
            }
            return role == null ? new Target(Target.Kind.ROOT, "") : new Target(Target.Kind.ROLE, role);
        }
    }

    @Command(name = "create", description = "Creates an access key, an API key, or temporary credentials; shows the secret this once.")
    int create(
            @Mixin AccessOptions access,
            @CommandLine.ArgGroup(exclusive = true, multiplicity = "1") Owner owner,
            @Option(names = "--api-key", description = "A long-term API key of a user, instead of an access key.") boolean apiKey,
            @Option(names = "--days", paramLabel = "N", defaultValue = "0", description = "Days that an API key lives (default: for ever).") int days,
            @Option(names = "--session", paramLabel = "NAME", description = "Name of a role's session (default: outcrop).", defaultValue = "outcrop") String session,
            @Option(names = "--expires", paramLabel = "TIME", defaultValue = "1h", description = "Life of a role's credentials, such as 15m or 12h (default: 1h).") String expires,
            @Option(names = "--policy", paramLabel = "FILE|NAME", description = "A policy that the user or role gets; may be repeated.") @Nullable List<String> policies,
            @Option(names = "--key-policy", paramLabel = "FILE|NAME", description = "A policy that bounds this key alone; may be repeated.") @Nullable List<String> keyPolicies,
            @Option(names = "--boundary", paramLabel = "FILE|NAME", description = "The permissions boundary that the user or role gets.") @Nullable String boundary,
            @Option(names = "--tag", paramLabel = "K=V", description = "A tag that the user or role gets; may be repeated.") @Nullable Map<String, String> tags)
            throws IOException {
        Target target = owner.target();
        if (apiKey && target.kind() != Target.Kind.USER) {
            throw misused("Long-term API keys belong to users: --api-key needs --user.");
        }
        if (days != 0 && !apiKey) {
            throw misused("--days is for API keys: add --api-key.");
        }
        if (target.kind() == Target.Kind.ROOT && (policies != null || boundary != null || tags != null)) {
            throw misused("The account's root takes no policies and no tags; --key-policy bounds the key.");
        }
        Duration lifetime = lifetime(expires);
        access.run((administration, config) -> {
            if (target.kind() != Target.Kind.ROOT) {
                administration.putIdentity(target, tags == null ? Map.of() : tags);
                for (String policy : AccessOptions.policies(administration, policies == null ? List.of() : policies)) {
                    administration.attach(target, policy);
                }
                if (boundary != null) {
                    administration.setBoundary(
                            target, AccessOptions.policies(administration, List.of(boundary)).getFirst());
                }
            }
            List<String> bounds = AccessOptions.policies(administration, keyPolicies == null ? List.of() : keyPolicies);
            IssuedKey key = switch (target.kind()) {
                case ROLE -> administration.createSession(target, session, lifetime, bounds);
                default -> apiKey
                        ? administration.createApiKey(target, days, bounds)
                        : administration.createAccessKey(target, bounds);
            };
            boolean tls = config.server().tls() != null;
            new KeyPrinter(out, config.region(), (tls ? "https://" : "http://") + "127.0.0.1:"
                    + config.server().port() + config.server().basePath())
                    .print(target, key, administration.records());
        });
        return 0;
    }

    @Command(name = "list", description = "Lists credentials, never their secrets.")
    int list(@Mixin AccessOptions access) throws IOException {
        access.run((administration, config) -> {
            AccessRecords records = administration.records();
            if (records.credentials().isEmpty()) {
                out.println("There are no credentials: calls need none, and only this machine can call.");
                return;
            }
            out.printf("%-22s %-11s %-24s %-9s %-21s %-21s %s%n", "ID", "KIND", "OWNER", "STATUS", "CREATED", "EXPIRES",
                    "BOUND BY");
            for (StoredCredential each : records.credentials()) {
                List<String> bounds = KeyPrinter.policies(records, new Target(Target.Kind.KEY, each.id()));
                out.printf("%-22s %-11s %-24s %-9s %-21s %-21s %s%n", each.id(), kind(each.kind()), owner(each),
                        status(each), each.createdAt().truncatedTo(ChronoUnit.SECONDS), expiry(each.expiresAt()),
                        bounds.isEmpty() ? "-" : String.join(", ", bounds));
            }
        });
        return 0;
    }

    private static String kind(StoredCredential.Kind kind) {
        return switch (kind) {
            case ACCESS_KEY -> "access key";
            case SESSION -> "session";
            case API_KEY -> "API key";
        };
    }

    private static String owner(StoredCredential credential) {
        Target owner = credential.owner();
        return switch (owner.kind()) {
            case ROOT -> "root";
            case ROLE -> "role " + owner.name() + "/" + credential.sessionName();
            case USER, KEY -> "user " + owner.name();
        };
    }

    private static String status(StoredCredential credential) {
        Instant expiresAt = credential.expiresAt();
        boolean expired = expiresAt != null && !Instant.now().isBefore(expiresAt);
        return expired && credential.status() == Status.ACTIVE
                ? "expired"
                : credential.status().name().toLowerCase(Locale.ROOT);
    }

    private static String expiry(@Nullable Instant expiresAt) {
        return expiresAt == null ? "never" : expiresAt.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    @Command(name = "revoke", description = "Revokes a credential for ever; running servers refuse it within a second.")
    int revoke(@Mixin AccessOptions access, @Parameters(paramLabel = "ID", description = "Its id.") String id)
            throws IOException {
        return status(access, id, Status.REVOKED, "revoked");
    }

    @Command(name = "deactivate", description = "Switches a credential off until it is activated.")
    int deactivate(@Mixin AccessOptions access, @Parameters(paramLabel = "ID", description = "Its id.") String id)
            throws IOException {
        return status(access, id, Status.INACTIVE, "inactive");
    }

    @Command(name = "activate", description = "Switches a credential on again.")
    int activate(@Mixin AccessOptions access, @Parameters(paramLabel = "ID", description = "Its id.") String id)
            throws IOException {
        return status(access, id, Status.ACTIVE, "active");
    }

    private int status(AccessOptions access, String id, Status status, String word) throws IOException {
        access.run((administration, config) -> {
            administration.setStatus(id, status);
            out.println(id + " is " + word + ".");
        });
        return 0;
    }

    @Command(name = "token", description = "Makes a short-term API key of the key pair in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; works anywhere.")
    int token(
            @Option(names = "--region", paramLabel = "REGION", description = "Region that it is good for (default: AWS_REGION, AWS_DEFAULT_REGION, us-east-1).") @Nullable String region,
            @Option(names = "--expires", paramLabel = "TIME", defaultValue = "12h", description = "Its life, at most 12h (default).") String expires) {
        String id = environment.get("AWS_ACCESS_KEY_ID");
        String secret = environment.get("AWS_SECRET_ACCESS_KEY");
        if (id == null || secret == null) {
            throw new AdministrationException(
                    "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN) to the key pair first.");
        }
        Duration lifetime = lifetime(expires);
        if (lifetime.compareTo(ShortTermKey.LONGEST) > 0 || lifetime.isZero()) {
            throw misused("--expires: a short-term key lives at most 12h.");
        }
        String home = environment.getOrDefault(
                "AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", "us-east-1"));
        out.println("export AWS_BEARER_TOKEN_BEDROCK=" + ShortTermKey.create(
                id, secret, environment.get("AWS_SESSION_TOKEN"), region == null ? home : region, Instant.now(),
                lifetime));
        return 0;
    }

    @Command(name = "reset", description = "Removes every user, role, credential and policy: then calls from this machine need no credentials again.")
    int reset(@Mixin AccessOptions access,
            @Option(names = "--yes", required = true, description = "Yes, all of them.") boolean yes)
            throws IOException {
        access.run((administration, config) -> {
            administration.reset();
            out.println("Every user, role, credential and policy is gone.");
        });
        return 0;
    }

    private Duration lifetime(String text) {
        Matcher matcher = LIFETIME.matcher(text);
        if (!matcher.matches()) {
            throw misused("--expires: a time such as 15m, 1h or 12h, not " + text + ".");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
