package dev.outcrop.engines.gguf.template.jinja;

import java.util.Collection;

/** What one rendering may still cost, so that a hostile template ends in an error and not in a stuck server. */
final class Budget {

    /** Deepest calls within calls. */
    private static final int DEEPEST = 40;

    private long steps;
    private final int longestText;
    private int depth;

    /**
     * @param steps evaluations, and text made, in units of 64 characters
     * @param longestText characters of any text that is made
     */
    Budget(long steps, int longestText) {
        this.steps = steps;
        this.longestText = longestText;
    }

    void step() {
        spend(1);
    }

    void spend(long cost) {
        steps -= cost;
        if (steps < 0) {
            throw new JinjaException("the template takes too long");
        }
    }

    /** Before text of this length is made. */
    void text(long length) {
        if (length > longestText) {
            throw new JinjaException("the template writes too much");
        }
        spend(length / 64);
    }

    /** Before text is added to text: the whole is bounded, the addition costs. */
    void added(long before, long addition) {
        if (before + addition > longestText) {
            throw new JinjaException("the template writes too much");
        }
        spend(addition / 64);
    }

    /** Before one text is looked for in another, which naively compares every pair of characters. */
    void search(String text, String wanted) {
        spend((long) text.length() * Math.min(wanted.length(), text.length()) / 64);
    }

    String made(String text) {
        text(text.length());
        return text;
    }

    <T extends Collection<?>> T made(T items) {
        spend(items.size());
        return items;
    }

    void enter() {
        if (++depth > DEEPEST) {
            throw new JinjaException("the template calls itself too deeply");
        }
    }

    void leave() {
        depth--;
    }
}
