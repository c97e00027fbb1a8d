package dev.outcrop.families.tool;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.outcrop.inference.Tool;

/** Checks what callers call their tools. */
public final class ToolNames {

    private ToolNames() {}

    /** Whether it is 1 to {@code most} letters, digits, underscores and hyphens. */
    public static boolean isValid(String name, int most) {
        return !name.isEmpty() && name.length() <= most && name.chars().allMatch(ToolNames::isAllowed);
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    /** The first name that two tools have. */
    public static Optional<String> repeated(List<Tool> tools) {
        Set<String> seen = new HashSet<>();
        return tools.stream().map(Tool::name).filter(name -> !seen.add(name)).findFirst();
    }
}
