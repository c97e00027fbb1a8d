package dev.outcrop.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;

import dev.outcrop.access.policy.PolicyException;
import dev.outcrop.access.secret.VaultException;
import dev.outcrop.cli.call.CallException;
import dev.outcrop.cli.command.BenchCommand;
import dev.outcrop.cli.command.GuardrailCommand;
import dev.outcrop.cli.command.InvokeCommand;
import dev.outcrop.cli.command.KeysCommand;
import dev.outcrop.cli.command.ModelsCommand;
import dev.outcrop.cli.command.PoliciesCommand;
import dev.outcrop.cli.command.PolicyTestCommand;
import dev.outcrop.cli.command.ServeCommand;
import dev.outcrop.cli.command.WarmUpCommand;
import dev.outcrop.cli.config.ConfigException;
import dev.outcrop.cli.engine.StartException;
import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.server.access.AdministrationException;
import dev.outcrop.wire.error.ServiceException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tools.jackson.core.JacksonException;

/** The {@code outcrop} command. */
@Command(name = "outcrop", description = "Amazon Bedrock Runtime that you run yourself.", mixinStandardHelpOptions = true, version = "Outcrop 0.1.0-SNAPSHOT", synopsisSubcommandLabel = "COMMAND", footer = {
        "", "outcrop COMMAND --help says more. Configuration: docs/configuration.md."})
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err, System.in));
    }

    /** Runs one command; returns its exit status: 0 done, 1 failed, 2 not understood. */
    static int run(String[] args, PrintStream out, PrintStream err, InputStream in) {
        CommandLine command = new CommandLine(new Main())
                .addSubcommand(new ServeCommand(out, err))
                .addSubcommand(new InvokeCommand(out, err, in))
                .addSubcommand(new ModelsCommand(out))
                .addSubcommand(new GuardrailCommand(out, in))
                .addSubcommand(new KeysCommand(out, System.getenv()))
                .addSubcommand(
                        new CommandLine(new PoliciesCommand(out)).addSubcommand(new PolicyTestCommand(out)))
                .addSubcommand(new BenchCommand(out))
                .addSubcommand(new WarmUpCommand())
                .addSubcommand(new CommandLine.HelpCommand())
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        addHelp(command);
        command.setExecutionExceptionHandler((failure, line, result) -> {
            err.println("outcrop: " + explain(failure));
            return 1;
        });
        if (args.length == 0) {
            command.usage(out);
            return 2;
        }
        return command.execute(args);
    }

    /** A sentence for people; a stack trace is for defects only. */
    private static String explain(Exception failure) throws Exception {
        return switch (failure) {
            case ConfigException e -> String.valueOf(e.getMessage());
            case StartException e -> String.valueOf(e.getMessage());
            case AdministrationException e -> String.valueOf(e.getMessage());
            case PolicyException e -> "This is no valid policy: " + e.getMessage();
            case VaultException e -> String.valueOf(e.getMessage());
            case GgufException e -> String.valueOf(e.getMessage());
            case ServiceException e -> e.message();
            case CallException e ->
                e.code() + ": " + e.getMessage()
                        + (e.requestId().isEmpty() ? "" : " (request " + e.requestId() + ")");
            case NoSuchFileException e -> "There is no file " + e.getFile() + ".";
            case JacksonException e -> "This is not JSON or YAML: " + e.getOriginalMessage();
            case IOException e -> e.getClass().getSimpleName() + ": " + e.getMessage();
            default -> throw failure;
        };
    }

    /** Gives every command below {@code command} the option {@code --help} that the top one's footer promises. */
    private static void addHelp(CommandLine command) {
        for (CommandLine subcommand : command.getSubcommands().values()) {
            CommandLine.Model.CommandSpec spec = subcommand.getCommandSpec();
            if (spec.findOption("--help") == null) {
                spec.addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help message and exit.")
                        .build());
            }
            addHelp(subcommand);
        }
    }
}
