package dev.outcrop.documents;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import dev.outcrop.documents.DocumentException.Reason;
import org.junit.jupiter.api.Test;

import static dev.outcrop.documents.Documents.READER;
import static dev.outcrop.documents.Documents.refusal;
import static dev.outcrop.documents.Documents.utf8;
import static org.assertj.core.api.Assertions.assertThat;

class PlainTextTest {

    @Test
    void textIsReadInTheEncodingThatItsBytesShow() {
        String text = "Grüße, 5 € — ok";
        assertThat(READER.read(DocumentFormat.TXT, utf8(text))).isEqualTo(text);
        assertThat(READER.read(DocumentFormat.MD, utf8("\uFEFF" + text))).isEqualTo(text);
        assertThat(READER.read(DocumentFormat.CSV, text.getBytes(Charset.forName("windows-1252")))).isEqualTo(text);
        assertThat(READER.read(DocumentFormat.TXT, ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE)))
                .isEqualTo(text);
        assertThat(READER.read(DocumentFormat.TXT, ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE)))
                .isEqualTo(text);
    }

    @Test
    void markdownAndValuesStayAsTheyAre() {
        assertThat(READER.read(DocumentFormat.MD, utf8("# A\r\n\r\n* b\r\n"))).isEqualTo("# A\n\n* b");
        assertThat(READER.read(DocumentFormat.CSV, utf8("a,\"b\tc\"\n1,2\n"))).isEqualTo("a,\"b\tc\"\n1,2");
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        assertThat(refusal(DocumentFormat.TXT, new byte[]{'a', 0, 1, 2})).isEqualTo(Reason.WRONG_FORMAT);
        assertThat(refusal(DocumentFormat.MD, utf8("%PDF-1.7\n"))).isEqualTo(Reason.WRONG_FORMAT);
        assertThat(refusal(DocumentFormat.PDF, utf8("hello"))).isEqualTo(Reason.WRONG_FORMAT);
        assertThat(refusal(DocumentFormat.DOCX, utf8("hello"))).isEqualTo(Reason.WRONG_FORMAT);
        assertThat(refusal(DocumentFormat.XLS, utf8("hello"))).isEqualTo(Reason.WRONG_FORMAT);
    }

    @Test
    void anEmptyFileHasNoText() {
        assertThat(READER.read(DocumentFormat.TXT, new byte[0])).isEmpty();
        assertThat(READER.read(DocumentFormat.HTML, new byte[0])).isEmpty();
    }
}
