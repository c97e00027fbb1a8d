package dev.outcrop.documents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;

import dev.outcrop.documents.DocumentException.Reason;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.Test;

import static dev.outcrop.documents.Documents.READER;
import static dev.outcrop.documents.Documents.refusal;
import static dev.outcrop.documents.Documents.utf8;
import static org.assertj.core.api.Assertions.assertThat;

class PdfTest {

    /** Loaded before PDFBox writes the first document, which looks for fonts as reading does. */
    private static final FormatReader LOADED_FIRST = new PdfReader();

    @Test
    void noListOfTheMachinesFontsIsWritten() throws IOException {
        TextSink sink = new TextSink(100, System.nanoTime() + Duration.ofSeconds(20).toNanos());
        LOADED_FIRST.read(simple("Hello"), sink);
        assertThat(sink.text()).isEqualTo("Hello");
        assertThat(Path.of(System.getProperty("pdfbox.fontcache"))).isDirectory();
        assertThat(Path.of(System.getProperty("pdfbox.fontcache"), ".pdfbox.cache")).doesNotExist();
    }

    @Test
    void pagesAreReadInOrderAndNamed() throws IOException {
        try (PDDocument document = new PDDocument()) {
            addPage(document, "Annual report", "Sales rose by 5 %.");
            addPage(document, "The end");
            assertThat(READER.read(DocumentFormat.PDF, bytes(document))).isEqualTo("""
                    [page 1]

                    Annual report
                    Sales rose by 5 %.

                    [page 2]

                    The end""");
        }
    }

    @Test
    void aSinglePageIsNotNamed() throws IOException {
        assertThat(READER.read(DocumentFormat.PDF, simple("Hello"))).isEqualTo("Hello");
    }

    @Test
    void aPageWithoutTextIsEmpty() throws IOException {
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage());
            assertThat(READER.read(DocumentFormat.PDF, bytes(document))).isEmpty();
        }
    }

    @Test
    void aPasswordIsNamedAndOneForOwnersDoesNotMatter() throws IOException {
        assertThat(refusal(DocumentFormat.PDF, encrypted("user"))).isEqualTo(Reason.ENCRYPTED);
        assertThat(READER.read(DocumentFormat.PDF, encrypted(""))).isEqualTo("Hello");
    }

    @Test
    void truncatedDocumentsAreReadOrRefused() throws IOException {
        byte[] whole = simple("Hello");
        for (int length = 8; length < whole.length; length += whole.length / 20) {
            Documents.readOrRefuse(DocumentFormat.PDF, Arrays.copyOf(whole, length));
        }
        assertThat(refusal(DocumentFormat.PDF, utf8("%PDF-1.7\nnothing"))).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void aContentThatExpandsBeyondMeasureIsRefused() throws IOException {
        assertThat(refusal(DocumentFormat.PDF, withContent(COSName.FLATE_DECODE, blank -> {
            ByteArrayOutputStream deflated = new ByteArrayOutputStream();
            try (OutputStream out = new DeflaterOutputStream(deflated)) {
                for (int i = 0; i < 100; i++) {
                    out.write(blank);
                }
            }
            return deflated.toByteArray();
        }))).isEqualTo(Reason.TOO_LARGE);
        assertThat(refusal(DocumentFormat.PDF, withContent(COSName.RUN_LENGTH_DECODE, blank -> {
            // Pairs of a length, 257 - 128, and the byte that is repeated.
            byte[] runs = new byte[blank.length * 2];
            for (int i = 0; i < runs.length; i += 2) {
                runs[i] = (byte) 129;
                runs[i + 1] = ' ';
            }
            return runs;
        }))).isEqualTo(Reason.TOO_LARGE);
    }

    @FunctionalInterface
    private interface Packer {
        byte[] pack(byte[] blankMebibyte) throws IOException;
    }

    private static byte[] withContent(COSName filter, Packer packer) throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            PDStream content = new PDStream(document);
            byte[] blank = new byte[1 << 20];
            Arrays.fill(blank, (byte) ' ');
            try (OutputStream out = content.getCOSObject().createRawOutputStream()) {
                out.write(packer.pack(blank));
            }
            content.getCOSObject().setItem(COSName.FILTER, filter);
            page.setContents(content);
            return bytes(document);
        }
    }

    @Test
    void aBombInABombIsRefused() throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            PDStream content = new PDStream(document);
            COSArray filters = new COSArray();
            filters.add(COSName.FLATE_DECODE);
            filters.add(COSName.FLATE_DECODE);
            byte[] blank = new byte[1 << 20];
            try (OutputStream out = content.getCOSObject().createOutputStream(filters)) {
                for (int i = 0; i < 200; i++) {
                    out.write(blank);
                }
            }
            page.setContents(content);
            assertThat(refusal(DocumentFormat.PDF, bytes(document))).isEqualTo(Reason.TOO_LARGE);
        }
    }

    @Test
    void structureUnderAnExpandingFilterIsRefused() {
        String pdf = """
                %PDF-1.7
                1 0 obj
                << /Type /Obj#53tm /N 1 /First 4 /Filter [/LZWDecode] /Length 5 >>
                stream
                abcde
                endstream
                endobj
                """;
        assertThat(refusal(DocumentFormat.PDF, utf8(pdf))).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void aCrowdedPageIsRefused() throws IOException {
        assertThat(refusal(DocumentFormat.PDF, simple("x".repeat(PdfText.MAX_GLYPHS_ON_PAGE + 1))))
                .isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void pagesWithoutEndAreRefused() {
        StringBuilder pdf = new StringBuilder("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
        int kids = PdfText.MAX_PAGES + 1;
        pdf.append("2 0 obj\n<< /Type /Pages /Count ").append(kids).append(" /Kids [");
        for (int i = 0; i < kids; i++) {
            pdf.append(i + 4).append(" 0 R ");
        }
        pdf.append("] >>\nendobj\n3 0 obj\n<< /Length 3 >>\nstream\nq Q\nendstream\nendobj\n");
        for (int i = 0; i < kids; i++) {
            pdf.append(i + 4).append(" 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 3 0 R >>\nendobj\n");
        }
        pdf.append("trailer\n<< /Root 1 0 R >>\n%%EOF\n");
        assertThat(refusal(DocumentFormat.PDF, utf8(pdf.toString()))).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void deepNestingIsReadOrRefused() {
        String pdf = "%PDF-1.4\n1 0 obj\n" + "[".repeat(1_000_000) + "\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n";
        Documents.readOrRefuse(DocumentFormat.PDF, pdf.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] simple(String text) throws IOException {
        try (PDDocument document = new PDDocument()) {
            addPage(document, text);
            return bytes(document);
        }
    }

    private static byte[] encrypted(String userPassword) throws IOException {
        try (PDDocument document = new PDDocument()) {
            addPage(document, "Hello");
            StandardProtectionPolicy policy = new StandardProtectionPolicy("owner", userPassword,
                    new AccessPermission());
            policy.setEncryptionKeyLength(256);
            document.protect(policy);
            return bytes(document);
        }
    }

    private static void addPage(PDDocument document, String... lines) throws IOException {
        PDPage page = new PDPage();
        document.addPage(page);
        PDFont font = new PDType1Font(Standard14Fonts.FontName.HELVETICA);
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
            content.beginText();
            content.setFont(font, 12);
            content.setLeading(14);
            content.newLineAtOffset(50, 700);
            for (String line : lines) {
                content.showText(line);
                content.newLine();
            }
            content.endText();
        }
    }

    private static byte[] bytes(PDDocument document) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        document.save(out);
        return out.toByteArray();
    }
}
