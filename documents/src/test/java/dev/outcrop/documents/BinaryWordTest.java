package dev.outcrop.documents;

import java.io.IOException;
import java.io.InputStream;
import java.util.Random;

import dev.outcrop.documents.DocumentException.Reason;
import org.junit.jupiter.api.Test;

import static dev.outcrop.documents.Documents.READER;
import static dev.outcrop.documents.Documents.refusal;
import static org.assertj.core.api.Assertions.assertThat;

/** On documents of Apache POI's own tests, since POI cannot write one from nothing. */
class BinaryWordTest {

    @Test
    void listsTablesNotesAndHeadersAreKept() throws IOException {
        assertThat(READER.read(DocumentFormat.DOC, resource("simple-list"))).endsWith("""
                a list and a paragraph.
                - First item in list
                - Second item in list
                - Third item in list
                This is the last paragraph.""");
        assertThat(READER.read(DocumentFormat.DOC, resource("simple-table2"))).isEqualTo("""
                Row 1/Cell 1\tRow 1/Cell 2\tRow 1/Cell 3
                Row 2/Cell 1\tRow 2/Cell 2\tRow 2/Cell 3
                Row 3/Cell 1\tRow 3/Cell 2\tRow 3/Cell 3""");
        assertThat(READER.read(DocumentFormat.DOC, resource("footnote"))).isEqualTo("""
                Test text

                \tTestFootnote

                \tTestEndnote""");
        assertThat(READER.read(DocumentFormat.DOC, resource("DiffFirstPageHeadFoot")))
                .startsWith(
                        "I am the header on the first page, and I’m nice and simple\n\nFirst header column!\tMid header")
                .contains("\n\n# HEADING TEXT\n\nMore on page one\n")
                .endsWith("Footer Left\tFooter Middle Footer Right");
    }

    @Test
    void aPasswordIsNamed() throws IOException {
        assertThat(refusal(DocumentFormat.DOC, resource("PasswordProtected"))).isEqualTo(Reason.ENCRYPTED);
        assertThat(refusal(DocumentFormat.DOC, resource("password_password_cryptoapi"))).isEqualTo(Reason.ENCRYPTED);
    }

    @Test
    void mutantsAreReadOrRefused() throws IOException {
        Random random = new Random(4);
        byte[] original = resource("footnote");
        for (int i = 0; i < 300; i++) {
            Documents.readOrRefuse(DocumentFormat.DOC, MutatedDocumentsTest.mutate(original, random));
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream bytes = BinaryWordTest.class.getResourceAsStream(name + ".doc")) {
            assertThat(bytes).isNotNull();
            return bytes.readAllBytes();
        }
    }
}
