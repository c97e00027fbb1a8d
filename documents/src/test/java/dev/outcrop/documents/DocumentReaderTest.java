package dev.outcrop.documents;

import java.time.Duration;

import dev.outcrop.documents.DocumentException.Reason;
import org.junit.jupiter.api.Test;

import static dev.outcrop.documents.Documents.refusal;
import static dev.outcrop.documents.Documents.utf8;
import static org.assertj.core.api.Assertions.assertThat;

class DocumentReaderTest {

    @Test
    void formatsBearTheNamesOfTheApi() {
        assertThat(DocumentFormat.of("docx")).contains(DocumentFormat.DOCX);
        assertThat(DocumentFormat.of("DOCX")).isEmpty();
        assertThat(DocumentFormat.of("rtf")).isEmpty();
    }

    @Test
    void limitsOfBytesAndCharactersAreKept() {
        DocumentReader reader = new DocumentReader(new DocumentLimits(10, 5, Duration.ofSeconds(20), 1));
        assertThat(reader.read(DocumentFormat.TXT, utf8("12345"))).isEqualTo("12345");
        assertThat(refusal(reader, DocumentFormat.TXT, utf8("123456"))).isEqualTo(Reason.TOO_LARGE);
        assertThat(refusal(reader, DocumentFormat.TXT, new byte[11])).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void aDocumentOverItsDeadlineIsGivenUpAndItsPlaceComesBack() {
        DocumentReader reader = new DocumentReader(new DocumentLimits(4_500_000, 5_000_000, Duration.ofMillis(1), 1));
        byte[] slow = utf8("<p>x".repeat(300_000));
        assertThat(refusal(reader, DocumentFormat.HTML, slow)).isEqualTo(Reason.TOO_SLOW);
        assertThat(refusal(reader, DocumentFormat.HTML, slow)).isIn(Reason.TOO_SLOW, Reason.BUSY);
    }

    @Test
    void anInterruptedCallerGoesOnWithItsInterrupt() {
        Thread.currentThread().interrupt();
        Reason reason = refusal(DocumentFormat.TXT, utf8("text"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(reason).isEqualTo(Reason.TOO_SLOW);
    }
}
