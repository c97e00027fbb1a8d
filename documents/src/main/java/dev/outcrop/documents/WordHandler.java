package dev.outcrop.documents;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;

import org.jspecify.annotations.Nullable;

import static dev.outcrop.documents.OfficePackage.attribute;
import static dev.outcrop.documents.OfficePackage.number;

/**
 * Lays out the paragraphs and tables of one part of a Word document. A text box stands inside a paragraph and holds
 * paragraphs of its own: those come first. A table inside a cell is laid out as that cell's text.
 */
final class WordHandler implements OfficePackage.PartHandler {

    private static final int LEVELS = 9;

    private static final class OpenParagraph {
        private final StringBuilder text = new StringBuilder();
        private @Nullable String style;
        private @Nullable String numbering;
        private int level;
    }

    private final WordStyles styles;
    private final TextSink sink;
    private final Deque<OpenParagraph> paragraphs = new ArrayDeque<>();
    private final List<String> row = new ArrayList<>();
    private final StringBuilder cell = new StringBuilder();
    /** The last number given, by numbering and level. */
    private final Map<String, int[]> counters = new HashMap<>();
    private int tables;
    private int runs;
    private int skipped;
    private boolean inText;

    WordHandler(WordStyles styles, TextSink sink) {
        this.styles = styles;
        this.sink = sink;
    }

    @Override
    public void event(int type, XMLStreamReader xml) {
        switch (type) {
            case XMLStreamConstants.START_ELEMENT -> start(xml);
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                if (inText && skipped == 0) {
                    append(xml.getText());
                }
            }
            case XMLStreamConstants.END_ELEMENT -> end(xml.getLocalName());
            default -> {}
        }
    }

    private void start(XMLStreamReader xml) {
        String name = xml.getLocalName();
        if (skipped > 0 || "Fallback".equals(name)) {
            // The older form of what stands before it (ECMA-376 part 3, markup compatibility).
            skipped++;
            return;
        }
        switch (name) {
            case "p" -> paragraphs.push(new OpenParagraph());
            case "pStyle", "numId", "ilvl" -> property(name, xml);
            case "r" -> runs++;
            case "t" -> inText = true;
            case "tab" -> appendInRun("\t");
            case "cr" -> appendInRun("\n");
            case "noBreakHyphen" -> appendInRun("-");
            case "br" -> appendInRun("page".equals(attribute(xml, "type")) ? "\n\n" : "\n");
            case "footnoteReference", "endnoteReference" -> appendInRun("[^" + number(xml, "id", 0) + "]");
            case "footnote", "endnote" -> note(number(xml, "id", 0));
            case "tbl" -> {
                if (tables++ == 0) {
                    sink.line("");
                }
            }
            default -> {}
        }
    }

    private void end(String name) {
        if (skipped > 0) {
            skipped--;
            return;
        }
        switch (name) {
            case "p" -> paragraph(paragraphs.pop());
            case "r" -> runs--;
            case "t" -> inText = false;
            case "tc" -> {
                if (tables == 1) {
                    row.add(cell.toString());
                    cell.setLength(0);
                }
            }
            case "tr" -> {
                if (tables == 1) {
                    sink.row(row);
                    row.clear();
                }
            }
            case "tbl" -> {
                if (--tables == 0) {
                    sink.line("");
                }
            }
            default -> {}
        }
    }

    private void property(String name, XMLStreamReader xml) {
        OpenParagraph paragraph = paragraphs.peek();
        if (paragraph == null) {
            return;
        }
        switch (name) {
            case "pStyle" -> paragraph.style = attribute(xml, "val");
            case "numId" -> paragraph.numbering = attribute(xml, "val");
            default -> paragraph.level = Math.clamp(number(xml, "val", 0), 0, LEVELS - 1);
        }
    }

    /** Negative numbers and 0 are the lines that part notes from text, not notes. */
    private void note(int id) {
        if (id > 0) {
            sink.line("");
            sink.append("[^" + id + "]: ");
        }
    }

    /** A tab or break outside a run is a property, not text. */
    private void appendInRun(String text) {
        if (runs > 0) {
            append(text);
        }
    }

    private void append(String text) {
        OpenParagraph paragraph = paragraphs.peek();
        if (paragraph == null) {
            return;
        }
        if (paragraph.text.length() + text.length() > sink.maxCharacters()) {
            throw TextSink.tooLong(sink.maxCharacters());
        }
        paragraph.text.append(text);
    }

    private void paragraph(OpenParagraph paragraph) {
        String text = paragraph.text.toString();
        if (tables > 0) {
            if (cell.length() + text.length() > sink.maxCharacters()) {
                throw TextSink.tooLong(sink.maxCharacters());
            }
            if (!text.isBlank()) {
                cell.append(cell.isEmpty() ? "" : " ").append(text.strip());
            }
            return;
        }
        int heading = styles.heading(paragraph.style);
        String numbering = paragraph.numbering == null ? styles.numbering(paragraph.style) : paragraph.numbering;
        if (text.isBlank()) {
            sink.line("");
        } else if (heading > 0) {
            sink.heading(heading, text.strip());
        } else if (numbering != null && !"0".equals(numbering)) {
            sink.line("  ".repeat(paragraph.level) + mark(numbering, paragraph.level) + text.strip());
        } else {
            sink.line(text.stripTrailing());
        }
    }

    private String mark(String numbering, int level) {
        if (!styles.isNumbered(numbering, level)) {
            return "- ";
        }
        int[] numbers = counters.computeIfAbsent(numbering, id -> new int[LEVELS]);
        for (int deeper = level + 1; deeper < LEVELS; deeper++) {
            numbers[deeper] = 0;
        }
        return ++numbers[level] + ". ";
    }
}
