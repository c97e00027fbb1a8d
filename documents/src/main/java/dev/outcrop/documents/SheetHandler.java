package dev.outcrop.documents;

import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;

import dev.outcrop.documents.DocumentException.Reason;
import org.jspecify.annotations.Nullable;

import static dev.outcrop.documents.OfficePackage.attribute;
import static dev.outcrop.documents.OfficePackage.number;

/** Lays out the rows of one sheet. Rows and cells that hold nothing cost nothing, however many are declared. */
final class SheetHandler implements OfficePackage.PartHandler {

    /** Column XFD, the last one. */
    private static final int MAX_COLUMNS = 16_384;

    private final List<String> shared;
    private final CellFormats formats;
    private final TextSink sink;
    private final List<String> row = new ArrayList<>();
    private final StringBuilder value = new StringBuilder();
    private String cellType = "n";
    private int column = -1;
    private int style;
    private boolean inValue;
    private boolean inPhonetic;

    SheetHandler(List<String> shared, CellFormats formats, TextSink sink) {
        this.shared = shared;
        this.formats = formats;
        this.sink = sink;
    }

    @Override
    public void event(int type, XMLStreamReader xml) {
        switch (type) {
            case XMLStreamConstants.START_ELEMENT -> start(xml);
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                if (inValue) {
                    if (value.length() + xml.getTextLength() > sink.maxCharacters()) {
                        throw TextSink.tooLong(sink.maxCharacters());
                    }
                    value.append(xml.getText());
                }
            }
            case XMLStreamConstants.END_ELEMENT -> end(xml.getLocalName());
            default -> {}
        }
    }

    private void start(XMLStreamReader xml) {
        switch (xml.getLocalName()) {
            case "row" -> {
                row.clear();
                column = -1;
            }
            case "c" -> {
                String declared = attribute(xml, "t");
                cellType = declared == null ? "n" : declared;
                style = number(xml, "s", 0);
                column = columnOf(attribute(xml, "r"), column + 1);
                value.setLength(0);
            }
            case "rPh" -> inPhonetic = true;
            case "v" -> inValue = true;
            case "t" -> inValue = !inPhonetic && "inlineStr".equals(cellType);
            default -> {}
        }
    }

    private void end(String name) {
        switch (name) {
            case "v", "t" -> inValue = false;
            case "rPh" -> inPhonetic = false;
            case "c" -> {
                if (!value.isEmpty()) {
                    while (row.size() < column) {
                        row.add("");
                    }
                    // A column that comes twice, or out of order, goes where it stands.
                    row.add(shown());
                }
            }
            case "row" -> sink.row(row);
            default -> {}
        }
    }

    private String shown() {
        String text = value.toString();
        return switch (cellType) {
            case "s" -> sharedString(text);
            case "b" -> "1".equals(text) || "true".equals(text) ? "TRUE" : "FALSE";
            case "n" -> formats.show(text, style);
            default -> text;
        };
    }

    private String sharedString(String index) {
        try {
            return shared.get(Integer.parseInt(index));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new DocumentException(Reason.MALFORMED, "The document shows a string that it does not hold.", e);
        }
    }

    /** The column, from 0, of a reference such as {@code BC12}. */
    private static int columnOf(@Nullable String reference, int next) {
        int column = 0;
        for (int i = 0; reference != null && i < Math.min(4, reference.length())
                && isLetter(reference.charAt(i)); i++) {
            column = column * 26 + reference.charAt(i) - 'A' + 1;
        }
        int index = column == 0 ? next : column - 1;
        if (index >= MAX_COLUMNS) {
            throw new DocumentException(Reason.MALFORMED, "The document has a column past the last one.");
        }
        return index;
    }

    private static boolean isLetter(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
