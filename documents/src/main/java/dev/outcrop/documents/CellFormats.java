package dev.outcrop.documents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;

import org.apache.poi.ss.usermodel.BuiltinFormats;
import org.apache.poi.ss.usermodel.DataFormatter;

import static dev.outcrop.documents.OfficePackage.attribute;
import static dev.outcrop.documents.OfficePackage.number;

/** How a workbook shows its numbers: a cell's style names a format, by which 45000 is a date or 0.5 a percentage. */
final class CellFormats {

    /** Excel's own limit is 255; a longer one shows the bare number. */
    private static final int MAX_FORMAT_LENGTH = 255;
    private static final int MAX_STYLES = 65_536;

    private final List<Integer> formatOfStyle = new ArrayList<>();
    private final Map<Integer, String> formats = new HashMap<>();
    private final boolean from1904;
    private final DataFormatter formatter = new DataFormatter(Locale.ROOT);

    private CellFormats(boolean from1904) {
        this.from1904 = from1904;
    }

    /** @param from1904 whether the workbook counts its days from 1904 */
    static CellFormats of(OfficePackage parts, String stylesPart, boolean from1904) throws IOException {
        CellFormats styles = new CellFormats(from1904);
        boolean[] inCellFormats = {false};
        parts.parse(stylesPart, (type, xml) -> {
            if (type == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "cellXfs" -> inCellFormats[0] = true;
                    case "numFmt" -> {
                        String code = attribute(xml, "formatCode");
                        if (code != null && code.length() <= MAX_FORMAT_LENGTH && styles.formats.size() < MAX_STYLES) {
                            styles.formats.put(number(xml, "numFmtId", -1), code);
                        }
                    }
                    case "xf" -> {
                        if (inCellFormats[0] && styles.formatOfStyle.size() < MAX_STYLES) {
                            styles.formatOfStyle.add(number(xml, "numFmtId", 0));
                        }
                    }
                    default -> {}
                }
            } else if (type == XMLStreamConstants.END_ELEMENT && "cellXfs".equals(xml.getLocalName())) {
                inCellFormats[0] = false;
            }
        });
        return styles;
    }

    /** The number as a cell of that style shows it; as written where it is no number. */
    String show(String value, int style) {
        double number;
        try {
            number = Double.parseDouble(value);
        } catch (NumberFormatException e) {
            return value;
        }
        int id = style >= 0 && style < formatOfStyle.size() ? formatOfStyle.get(style) : 0;
        String format = formats.getOrDefault(id, BuiltinFormats.getBuiltinFormat(Math.max(0, id)));
        return format == null ? value : formatter.formatRawCellContents(number, id, format, from1904);
    }
}
