package dev.outcrop.documents;

import java.io.IOException;

import dev.outcrop.documents.DocumentException.Reason;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.font.FontMappers;

/**
 * Reads the text of PDF pages, in the order in which the pages draw it. Pages are named where there is more than one. A
 * document that opens without a password is read, whatever its owner allows a viewer to do.
 */
final class PdfReader implements FormatReader {

    static {
        FontMappers.set(new EmbeddedFontMapper());
    }

    @Override
    public void read(byte[] content, TextSink sink) throws IOException {
        PdfStreams.requireModest(content, sink);
        try (PDDocument document = Loader.loadPDF(content, "", null, null, IOUtils.createMemoryOnlyStreamCache())) {
            PdfStreams.requireModest(document.getDocument(), sink);
            if (!document.getPages().iterator().hasNext()) {
                throw new DocumentException(Reason.MALFORMED, "The document has no page.");
            }
            PdfText text = new PdfText(sink);
            text.writeText(document, text.writer());
        } catch (InvalidPasswordException e) {
            throw new DocumentException(Reason.ENCRYPTED, "The document needs a password.", e);
        }
    }
}
