package dev.outcrop.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

import dev.outcrop.cli.config.ConfigKey;
import dev.outcrop.cli.config.ConfigLoader;
import dev.outcrop.cli.config.OutcropConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that reads the configuration. */
final class ConfigOptions {

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration (default: ./outcrop.yaml, else outcrop.yaml in the data folder).")
    private @Nullable Path config;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder for everything Outcrop keeps (default: ~/.outcrop).")
    private @Nullable String data;

    OutcropConfig load(Map<ConfigKey, String> more) {
        Map<ConfigKey, String> overrides = new EnumMap<>(ConfigKey.class);
        overrides.putAll(more);
        if (data != null) {
            overrides.put(ConfigKey.DATA, data);
        }
        return new ConfigLoader(System.getenv(), home()).load(file(), overrides);
    }

    /** The configuration file in use, or null when there is none. */
    @Nullable
    Path file() {
        if (config != null) {
            return config;
        }
        Path here = Path.of("outcrop.yaml");
        if (Files.exists(here)) {
            return here;
        }
        Path standard = standardFile();
        return Files.exists(standard) ? standard : null;
    }

    /** Where the configuration is made when there is none. */
    Path standardFile() {
        String named = data != null ? data : System.getenv(ConfigKey.DATA.variable());
        Path folder = named == null || named.isEmpty() ? home().resolve(".outcrop") : Path.of(named);
        return folder.resolve("outcrop.yaml");
    }

    private static Path home() {
        return Path.of(System.getProperty("user.home"));
    }
}
