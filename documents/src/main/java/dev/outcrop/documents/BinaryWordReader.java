package dev.outcrop.documents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.outcrop.documents.DocumentException.Reason;
import org.apache.poi.EncryptedDocumentException;
import org.apache.poi.hwpf.HWPFDocument;
import org.apache.poi.hwpf.OldWordFileFormatException;
import org.apache.poi.hwpf.model.StyleDescription;
import org.apache.poi.hwpf.usermodel.HeaderStories;
import org.apache.poi.hwpf.usermodel.Paragraph;
import org.apache.poi.hwpf.usermodel.Range;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.jspecify.annotations.Nullable;

/** Reads Word documents of 97 to 2003 by POI: headers, body, notes, footers. */
final class BinaryWordReader implements FormatReader {

    private static final char CELL_END = '\u0007';
    private static final char PAGE_BREAK = '\f';

    @Override
    public void read(byte[] content, TextSink sink) throws IOException {
        try (POIFSFileSystem container = BinaryOffice.open(content, "WordDocument");
                HWPFDocument document = new HWPFDocument(container)) {
            HeaderStories stories = new HeaderStories(document);
            body(document, stories.getFirstHeaderSubrange(), sink);
            body(document, stories.getOddHeaderSubrange(), sink);
            body(document, document.getRange(), sink);
            body(document, document.getFootnoteRange(), sink);
            body(document, document.getEndnoteRange(), sink);
            body(document, stories.getFirstFooterSubrange(), sink);
            body(document, stories.getOddFooterSubrange(), sink);
        } catch (EncryptedDocumentException e) {
            throw new DocumentException(Reason.ENCRYPTED, "The document needs a password.", e);
        } catch (OldWordFileFormatException e) {
            throw new DocumentException(Reason.WRONG_FORMAT, "The document is of a Word before Word 97.", e);
        }
    }

    private static void body(HWPFDocument document, @Nullable Range range, TextSink sink) {
        if (range == null) {
            return;
        }
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        for (int i = 0; i < range.numParagraphs(); i++) {
            sink.check();
            Paragraph paragraph = range.getParagraph(i);
            String text = plain(paragraph.text());
            if (!paragraph.isInTable()) {
                flow(document, paragraph, text, sink);
            } else if (paragraph.isTableRowEnd()) {
                sink.row(row);
                row.clear();
                cell.setLength(0);
            } else {
                cell.append(cell.isEmpty() ? "" : " ").append(text.strip());
                if (paragraph.text().indexOf(CELL_END) >= 0) {
                    row.add(cell.toString());
                    cell.setLength(0);
                }
            }
        }
        sink.row(row);
        sink.line("");
    }

    private static void flow(HWPFDocument document, Paragraph paragraph, String text, TextSink sink) {
        int heading = headingLevel(document, paragraph);
        if (text.isBlank()) {
            sink.line("");
        } else if (heading > 0) {
            sink.heading(heading, text.strip());
        } else if (paragraph.isInList()) {
            sink.line("  ".repeat(Math.clamp(paragraph.getIlvl(), 0, 8)) + "- " + text.strip());
        } else {
            sink.line(text.stripTrailing());
        }
    }

    private static int headingLevel(HWPFDocument document, Paragraph paragraph) {
        StyleDescription style = document.getStyleSheet().getStyleDescription(paragraph.getStyleIndex());
        return style == null ? 0 : HeadingStyles.level(style.getName());
    }

    /** Without the codes of fields and the control characters that mark cells, drawings and notes. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        String stripped = Range.stripFields(text);
        for (int i = 0; i < stripped.length(); i++) {
            char c = stripped.charAt(i);
            if (c == '\u000B' || c == '\r' || c == PAGE_BREAK) {
                plain.append('\n');
            } else if (c == '\u001E') {
                plain.append('-');
            } else if (c >= ' ' || c == '\t') {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
