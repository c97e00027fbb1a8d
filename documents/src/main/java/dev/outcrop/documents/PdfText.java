package dev.outcrop.documents;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

import dev.outcrop.documents.DocumentException.Reason;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/** PDFBox's layout of text into a sink, stopped at too many pages with content, at too crowded a page and at the deadline. */
final class PdfText extends PDFTextStripper {

    static final int MAX_PAGES = 10_000;

    /** A page holds every glyph and its place, some 300 bytes, until it ends. */
    static final int MAX_GLYPHS_ON_PAGE = 200_000;

    private final TextSink sink;
    private int pages;
    private int glyphsOnPage;

    PdfText(TextSink sink) {
        this.sink = sink;
        setLineSeparator("\n");
        setParagraphEnd("\n");
        setPageEnd("\n");
    }

    Writer writer() {
        return new Writer() {
            @Override
            public void write(char[] buffer, int offset, int length) {
                sink.append(java.nio.CharBuffer.wrap(buffer, offset, length));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Override
    public void processPage(PDPage page) throws IOException {
        if (++pages > MAX_PAGES) {
            throw new DocumentException(Reason.TOO_LARGE, "The document has more than " + MAX_PAGES + " pages.");
        }
        glyphsOnPage = 0;
        sink.check();
        super.processPage(page);
    }

    @Override
    protected void startPage(PDPage page) {
        if (document.getNumberOfPages() > 1) {
            sink.line("");
            sink.line("[page " + getCurrentPageNo() + "]");
            sink.line("");
        }
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        sink.check();
        super.processOperator(operator, operands);
    }

    @Override
    protected void processTextPosition(TextPosition text) {
        sink.check();
        if (++glyphsOnPage > MAX_GLYPHS_ON_PAGE) {
            throw new DocumentException(Reason.TOO_LARGE,
                    "A page of the document holds more than " + MAX_GLYPHS_ON_PAGE + " characters.");
        }
        super.processTextPosition(text);
    }
}
