package dev.outcrop.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.outcrop.cli.config.OutcropConfig;
import dev.outcrop.cli.engine.ConfiguredStore;
import dev.outcrop.server.access.Administration;
import dev.outcrop.server.access.AdministrationException;
import dev.outcrop.store.Store;
import dev.outcrop.store.access.StoredPolicy;
import picocli.CommandLine.Mixin;

/** The options of every command that changes who may call, and the opening of what is kept; also while a server runs. */
final class AccessOptions {

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    /** Something that works on users, keys and policies. */
    @FunctionalInterface
    interface Work {
        void run(Administration administration, OutcropConfig config) throws IOException;
    }

    void run(Work work) throws IOException {
        OutcropConfig config = configuration.load(Map.of());
        try (Store store = ConfiguredStore.open(config)) {
            work.run(
                    new Administration(store.access(), config.account(), config.access().secretKeyFile(),
                            InstantSource.system()),
                    config);
        }
    }

    /**
     * The names of policies that were named by file or by name. A file is kept under its own name without its ending.
     *
     * @throws AdministrationException when a file says other than the policy of that name
     */
    static List<String> policies(Administration administration, List<String> filesOrNames) throws IOException {
        List<String> names = new ArrayList<>();
        for (String each : filesOrNames) {
            Path file = Path.of(each);
            if (!Files.isRegularFile(file)) {
                names.add(each);
                continue;
            }
            String name = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
            String document = Files.readString(file);
            String present = administration.records().policies().stream()
                    .filter(policy -> policy.name().equals(name))
                    .map(StoredPolicy::document)
                    .findFirst()
                    .orElse(document);
            if (!present.equals(document)) {
                throw new AdministrationException("There is another policy " + name
                        + " already. Replace it for all who have it: outcrop policies put " + name + " " + each);
            }
            administration.putPolicy(name, document);
            names.add(name);
        }
        return names;
    }
}
