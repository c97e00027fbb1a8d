package dev.outcrop.documents;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever the bytes: a text or a refusal, within the module's test heap and in time. */
class MutatedDocumentsTest {

    private static final int SEED = 20_261_124;
    private static final int MUTANTS = 150;

    @Test
    void mutantsAreReadOrRefused() throws IOException {
        Map<DocumentFormat, byte[]> documents = Map.of(
                DocumentFormat.PDF, PdfTest.simple("Hello"),
                DocumentFormat.DOCX, OfficeTest.word(),
                DocumentFormat.XLSX, OfficeTest.workbook(new XSSFWorkbook()),
                DocumentFormat.XLS, OfficeTest.workbook(new HSSFWorkbook()),
                DocumentFormat.CSV, Documents.utf8("name,\"a \"\"quoted\"\" one\"\n1;2\n"),
                DocumentFormat.MD, Documents.utf8("# Title\n\n- a\n\n| b | c |\n"),
                DocumentFormat.TXT, Documents.utf8("Grüße aus dem Süden"),
                DocumentFormat.HTML,
                Documents.utf8("<p>a<table><tr><td>b</td></tr></table><ul><li>c</ul><pre>d</pre>"));
        Random random = new Random(SEED);
        documents.forEach((format, original) -> {
            for (int i = 0; i < MUTANTS; i++) {
                byte[] mutant = mutate(original, random);
                Documents.readOrRefuse(format, mutant);
            }
        });
    }

    @Test
    void garbageUnderEveryFormatsFirstBytesIsReadOrRefused() {
        byte[] garbage = new byte[4_500_000];
        new Random(SEED).nextBytes(garbage);
        Map<DocumentFormat, byte[]> heads = Map.of(
                DocumentFormat.PDF, Documents.utf8("%PDF-1.7\n"),
                DocumentFormat.DOCX, new byte[]{'P', 'K', 3, 4},
                DocumentFormat.XLSX, new byte[]{'P', 'K', 3, 4},
                DocumentFormat.DOC, ole2(),
                DocumentFormat.XLS, ole2(),
                DocumentFormat.HTML, Documents.utf8("<html>"));
        heads.forEach((format, head) -> {
            System.arraycopy(head, 0, garbage, 0, head.length);
            long start = System.nanoTime();
            Documents.readOrRefuse(format, garbage);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(format.wireName())
                    .isLessThan(Duration.ofSeconds(30));
        });
    }

    static byte[] mutate(byte[] original, Random random) {
        byte[] mutant = original.clone();
        for (int changes = 1 + random.nextInt(20); changes > 0; changes--) {
            mutant[8 + random.nextInt(mutant.length - 8)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(mutant, 8 + random.nextInt(mutant.length - 8)) : mutant;
    }

    private static byte[] ole2() {
        return new byte[]{(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1};
    }
}
