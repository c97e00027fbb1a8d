package dev.outcrop.engines.gguf.template;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.engines.gguf.tokenizer.Segment;

/** Collects a rendered conversation; neighbours of equal trust become one segment. */
final class SegmentWriter {

    private final List<Segment> segments = new ArrayList<>();
    private final StringBuilder open = new StringBuilder();
    private boolean openTrust;

    /** Adds what the template says. */
    SegmentWriter template(String text) {
        return write(text, true);
    }

    /** Adds what a person or the model said. */
    SegmentWriter message(String text) {
        return write(text, false);
    }

    SegmentWriter write(String text, boolean trusted) {
        if (!text.isEmpty()) {
            if (trusted != openTrust) {
                close();
                openTrust = trusted;
            }
            open.append(text);
        }
        return this;
    }

    SegmentWriter write(List<Segment> more) {
        more.forEach(segment -> write(segment.text(), segment.trusted()));
        return this;
    }

    List<Segment> segments() {
        close();
        return List.copyOf(segments);
    }

    private void close() {
        if (!open.isEmpty()) {
            segments.add(new Segment(open.toString(), openTrust));
            open.setLength(0);
        }
    }
}
