package dev.outcrop.guardrails.config;

/** How one entry is handled in both directions. */
public record Handlings(Handling input, Handling output) {

    /** Blocks in both directions. */
    public static final Handlings BLOCK = new Handlings(Handling.BLOCK, Handling.BLOCK);

    /** What holds in this direction. */
    public Handling in(Direction direction) {
        return switch (direction) {
            case INPUT -> input;
            case OUTPUT -> output;
        };
    }

    /** Whether the entry is looked for in this direction. */
    public boolean enabledIn(Direction direction) {
        return in(direction) != Handling.DISABLED;
    }
}
