package dev.outcrop.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

import dev.outcrop.access.policy.AccessRequest;
import dev.outcrop.access.policy.Decision;
import dev.outcrop.access.policy.NamedPolicy;
import dev.outcrop.access.policy.Policy;
import dev.outcrop.access.policy.PolicyException;
import dev.outcrop.access.policy.PolicySet;
import dev.outcrop.access.policy.ServiceReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code outcrop policies test}: decides without a server. */
@Command(name = "test", description = "Says whether policies allow something, and which statement decides. Exits with 0 when they do,"
        + " with 1 when not.", footer = {
                "",
                "  outcrop policies test analysts.json --action bedrock:InvokeModel \\",
                "      --resource arn:aws:bedrock:us-east-1::foundation-model/meta.llama3-8b-instruct-v1:0 \\",
                "      --context aws:SourceIp=203.0.113.7"})
public final class PolicyTestCommand implements Callable<Integer> {
    private final PrintStream out;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Identity policies: IAM JSON.")
    private List<Path> identity = new ArrayList<>();

    @Option(names = "--action", required = true, paramLabel = "ACTION", description = "Such as bedrock:InvokeModel.")
    private String action = "";

    @Option(names = "--resource", defaultValue = AccessRequest.NO_RESOURCE, paramLabel = "ARN", description = "On what; nothing in particular when left out.")
    private String resource = AccessRequest.NO_RESOURCE;

    @Option(names = "--context", paramLabel = "KEY=VALUE", description = "A condition key of the call; again for more of them, or for more values of one.")
    private List<String> context = new ArrayList<>();

    @Option(names = "--boundary", paramLabel = "FILE", description = "A permissions boundary.")
    private @Nullable Path boundary;

    @Option(names = "--session", paramLabel = "FILE", description = "A policy of the session or key.")
    private List<Path> session = new ArrayList<>();

    public PolicyTestCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        if (action.startsWith("bedrock:") && !ServiceReference.bedrock().actions().containsKey(action)) {
            throw refused("There is no action " + action + ".");
        }
        PolicySet policies = PolicySet.of(
                read(identity), boundary == null ? null : read(boundary), read(session));
        Map<String, List<String>> values = context();
        Decision decision = policies.decide(
                new AccessRequest(action, resource, key -> values.getOrDefault(key, List.of())));
        return switch (decision) {
            case Decision.Allowed allowed -> {
                out.println("Allowed by " + allowed.source() + ".");
                yield 0;
            }
            case Decision.ExplicitlyDenied denied -> {
                out.println("Denied " + denied.reason(action) + ": " + denied.source() + ".");
                yield 1;
            }
            case Decision.NotAllowed missing -> {
                out.println("Denied " + missing.reason(action) + ".");
                yield 1;
            }
        };
    }

    private List<NamedPolicy> read(List<Path> files) throws IOException {
        List<NamedPolicy> policies = new ArrayList<>();
        for (Path file : files) {
            policies.add(read(file));
        }
        return policies;
    }

    private NamedPolicy read(Path file) throws IOException {
        try {
            return new NamedPolicy(file.toString(), Policy.parse(Files.readString(file)));
        } catch (PolicyException e) {
            throw refused(file + ": " + e.getMessage());
        }
    }

    private Map<String, List<String>> context() {
        Map<String, List<String>> values = new HashMap<>();
        for (String pair : context) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw refused("--context " + pair + ": write KEY=VALUE.");
            }
            values.computeIfAbsent(pair.substring(0, equals).toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .add(pair.substring(equals + 1));
        }
        return values;
    }

    private CommandLine.ParameterException refused(String message) {
        return new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
