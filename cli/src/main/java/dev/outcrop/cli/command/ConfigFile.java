package dev.outcrop.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Edits the configuration file as text, so that the user's comments and layout stay. */
final class ConfigFile {

    private ConfigFile() {}

    /** Puts a rule in front of the others; makes the file, or the list, when there is none. The file is never half written. */
    static void insertRule(Path file, String rule) throws IOException {
        List<String> lines = Files.exists(file) ? new ArrayList<>(Files.readAllLines(file)) : new ArrayList<>();
        int models = -1;
        for (int i = 0; i < lines.size() && models < 0; i++) {
            if (lines.get(i).matches("models:\\s*(\\[\\s*\\])?\\s*(#.*)?")) {
                models = i;
            }
        }
        if (models < 0) {
            lines.add("models:");
            models = lines.size() - 1;
        } else {
            lines.set(models, lines.get(models).replaceFirst("\\[\\s*\\]", "").stripTrailing());
        }
        // YAML lists may stand as deep as their key; the new rule must stand as deep as its neighbours.
        boolean flat = models + 1 < lines.size() && lines.get(models + 1).startsWith("- ");
        lines.add(models + 1, (flat ? rule.replaceAll("(?m)^  ", "") : rule).stripTrailing());
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, "outcrop", ".yaml");
        Files.write(part, lines);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
