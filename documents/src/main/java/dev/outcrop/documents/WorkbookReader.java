package dev.outcrop.documents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;

import dev.outcrop.documents.DocumentException.Reason;
import org.jspecify.annotations.Nullable;

import static dev.outcrop.documents.OfficePackage.attribute;

/**
 * Reads Excel workbooks (ECMA-376 part 1, SpreadsheetML): every sheet under its name, row by row, cells as they are shown,
 * with the results that formulas had. Rows stream through; what is held is the table of shared strings.
 */
final class WorkbookReader implements FormatReader {

    private record SheetReference(String name, String relationshipId) {}

    @Override
    public void read(byte[] content, TextSink sink) throws IOException {
        OfficePackage parts = new OfficePackage(content, sink);
        String main = parts.mainPart("workbook");
        List<SheetReference> sheets = new ArrayList<>();
        boolean[] from1904 = {false};
        parts.parse(main, (type, xml) -> {
            if (type == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "sheet" ->
                        sheets.add(new SheetReference(orEmpty(attribute(xml, "name")), relationshipId(xml)));
                    case "workbookPr" -> from1904[0] = isTrue(attribute(xml, "date1904"));
                    default -> {}
                }
            }
        });
        Map<String, String> targets = new HashMap<>();
        String strings = "";
        String styles = "";
        for (OfficePackage.Relationship relationship : parts.relationships(main)) {
            switch (relationship.type()) {
                case "sharedStrings" -> strings = relationship.target();
                case "styles" -> styles = relationship.target();
                case "worksheet" -> targets.put(relationship.id(), relationship.target());
                default -> {}
            }
        }
        List<String> shared = sharedStrings(parts, strings, sink);
        CellFormats formats = CellFormats.of(parts, styles, from1904[0]);
        for (SheetReference sheet : sheets) {
            String target = targets.get(sheet.relationshipId);
            if (target != null) {
                sink.heading(2, sheet.name);
                parts.parse(target, new SheetHandler(shared, formats, sink));
            }
        }
    }

    /** A string that no cell shows still counts: the table may hold no more than the text may. */
    private static List<String> sharedStrings(OfficePackage parts, String part, TextSink sink) throws IOException {
        List<String> strings = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int[] phonetic = {0};
        boolean[] inText = {false};
        long[] characters = {0};
        parts.parse(part, (type, xml) -> {
            switch (type) {
                case XMLStreamConstants.START_ELEMENT -> {
                    switch (xml.getLocalName()) {
                        case "rPh" -> phonetic[0]++;
                        case "t" -> inText[0] = phonetic[0] == 0;
                        default -> {}
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (inText[0]) {
                        characters[0] += xml.getTextLength();
                        if (characters[0] > 2L * sink.maxCharacters()) {
                            throw TextSink.tooLong(sink.maxCharacters());
                        }
                        text.append(xml.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    switch (xml.getLocalName()) {
                        case "rPh" -> phonetic[0]--;
                        case "t" -> inText[0] = false;
                        case "si" -> {
                            strings.add(text.toString());
                            text.setLength(0);
                            if (strings.size() > sink.maxCharacters()) {
                                throw new DocumentException(Reason.TOO_LARGE, "The document holds too many strings.");
                            }
                        }
                        default -> {}
                    }
                }
                default -> {}
            }
        });
        return strings;
    }

    /** The one of the two attributes {@code id} that has a namespace. */
    private static String relationshipId(XMLStreamReader xml) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if ("id".equals(xml.getAttributeLocalName(i)) && xml.getAttributeNamespace(i) != null) {
                return xml.getAttributeValue(i);
            }
        }
        return "";
    }

    private static boolean isTrue(@Nullable String value) {
        return "1".equals(value) || "true".equals(value);
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
