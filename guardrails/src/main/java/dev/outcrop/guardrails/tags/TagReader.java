package dev.outcrop.guardrails.tags;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Cuts texts at their tags, in one pass whatever they hold: every {@code <} is compared with the six tags there are.
 *
 * <p>The texts are read as one prompt: a tag that opens in one may close in a later one, as when it encloses several
 * turns of a prompt template. Not thread-safe.
 */
final class TagReader {

    /** A stretch of text between tags, and the tag that it is inside of; null outside of all. */
    record Segment(@Nullable InputTag tag, String text) {}

    private record Mark(InputTag tag, boolean opens, String text) {}

    private final List<Mark> marks = new ArrayList<>();
    private @Nullable InputTag open;

    TagReader(TagSuffix suffix) {
        for (InputTag tag : InputTag.values()) {
            marks.add(new Mark(tag, true, "<" + tag.name(suffix) + ">"));
            marks.add(new Mark(tag, false, "</" + tag.name(suffix) + ">"));
        }
    }

    /**
     * The next text's segments; none is empty, and joined they are the text without its tags.
     *
     * @throws UnpairedTagException when a tag stands inside another or closes what is not open
     */
    List<Segment> read(String text) {
        List<Segment> segments = new ArrayList<>();
        int begin = 0;
        for (int at = text.indexOf('<'); at >= 0;) {
            Mark mark = markAt(text, at);
            if (mark == null) {
                at = text.indexOf('<', at + 1);
                continue;
            }
            add(segments, text.substring(begin, at));
            turn(mark);
            begin = at + mark.text().length();
            at = text.indexOf('<', begin);
        }
        add(segments, text.substring(begin));
        return segments;
    }

    /** @throws UnpairedTagException when the last text has ended inside a tag */
    void end() {
        if (open != null) {
            throw new UnpairedTagException(
                    "The prompt opens a guardrail tag " + label(open) + " and does not close it.");
        }
    }

    private @Nullable Mark markAt(String text, int at) {
        for (Mark mark : marks) {
            if (text.startsWith(mark.text(), at)) {
                return mark;
            }
        }
        return null;
    }

    private void turn(Mark mark) {
        if (mark.opens()) {
            if (open != null) {
                throw new UnpairedTagException("The prompt nests guardrail tags: " + label(mark.tag()) + " inside "
                        + label(open) + ". Guardrail tags cannot be nested.");
            }
            open = mark.tag();
        } else {
            if (open != mark.tag()) {
                throw new UnpairedTagException(
                        "The prompt closes a guardrail tag " + label(mark.tag()) + " that is not open.");
            }
            open = null;
        }
    }

    private void add(List<Segment> segments, String text) {
        if (!text.isEmpty()) {
            segments.add(new Segment(open, text));
        }
    }

    private static String label(InputTag tag) {
        return InputTag.PREFIX + tag.label();
    }
}
