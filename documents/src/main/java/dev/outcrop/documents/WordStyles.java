package dev.outcrop.documents;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;

import org.jspecify.annotations.Nullable;

import static dev.outcrop.documents.OfficePackage.attribute;

/** What a Word document's styles and numberings say about its paragraphs: which are headings, which lists are numbered. */
final class WordStyles {

    /** More than any document has; further ones change nothing. */
    private static final int MAX_DEFINITIONS = 20_000;

    private final Map<String, Integer> headings = new HashMap<>();
    /** The styles that make list items, and by which numbering. */
    private final Map<String, String> listOfStyle = new HashMap<>();
    private final Map<String, String> abstractOfNumbering = new HashMap<>();
    /** Abstract numbering and level, of those levels that count. */
    private final Set<String> counted = new HashSet<>();

    private WordStyles() {}

    static WordStyles of(OfficePackage parts, String stylesPart, String numberingPart) throws IOException {
        WordStyles styles = new WordStyles();
        styles.readStyles(parts, stylesPart);
        styles.readNumbering(parts, numberingPart);
        return styles;
    }

    /** The level of the heading that a paragraph of that style is, from 1; 0 if none. */
    int heading(@Nullable String styleId) {
        return styleId == null ? 0 : headings.getOrDefault(styleId, 0);
    }

    /** The numbering that makes a paragraph of that style a list item; null if none does. */
    @Nullable
    String numbering(@Nullable String styleId) {
        return styleId == null ? null : listOfStyle.get(styleId);
    }

    /** Whether the items of that level are numbered rather than marked. */
    boolean isNumbered(String numberingId, int level) {
        String definition = abstractOfNumbering.get(numberingId);
        return definition != null && counted.contains(definition + '/' + level);
    }

    private void readStyles(OfficePackage parts, String part) throws IOException {
        String[] style = {""};
        parts.parse(part, (type, xml) -> {
            if (type == XMLStreamConstants.START_ELEMENT && headings.size() + listOfStyle.size() < MAX_DEFINITIONS) {
                switch (xml.getLocalName()) {
                    case "style" -> {
                        String id = attribute(xml, "styleId");
                        style[0] = id == null ? "" : id;
                    }
                    case "name" -> {
                        int level = HeadingStyles.level(attribute(xml, "val"));
                        if (level > 0) {
                            headings.put(style[0], level);
                        }
                    }
                    case "numId" -> {
                        String numbering = attribute(xml, "val");
                        if (numbering != null) {
                            listOfStyle.put(style[0], numbering);
                        }
                    }
                    default -> {}
                }
            }
        });
    }

    private void readNumbering(OfficePackage parts, String part) throws IOException {
        String[] definition = {""};
        String[] level = {""};
        String[] numbering = {""};
        parts.parse(part, (type, xml) -> {
            if (type == XMLStreamConstants.START_ELEMENT
                    && counted.size() + abstractOfNumbering.size() < MAX_DEFINITIONS) {
                switch (xml.getLocalName()) {
                    case "abstractNum" -> definition[0] = String.valueOf(attribute(xml, "abstractNumId"));
                    case "lvl" -> level[0] = String.valueOf(attribute(xml, "ilvl"));
                    case "numFmt" -> {
                        String format = attribute(xml, "val");
                        if (format != null && !"bullet".equals(format) && !"none".equals(format)) {
                            counted.add(definition[0] + '/' + level[0]);
                        }
                    }
                    case "num" -> numbering[0] = String.valueOf(attribute(xml, "numId"));
                    case "abstractNumId" ->
                        abstractOfNumbering.put(numbering[0], String.valueOf(attribute(xml, "val")));
                    default -> {}
                }
            }
        });
    }
}
