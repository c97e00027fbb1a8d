package dev.outcrop.documents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.time.LocalDate;

import dev.outcrop.documents.DocumentException.Reason;
import org.apache.poi.hssf.record.crypto.Biff8EncryptionKey;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.wp.usermodel.HeaderFooterType;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFStyle;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.junit.jupiter.api.Test;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTAbstractNum;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTStyle;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STNumberFormat;

import static dev.outcrop.documents.Documents.READER;
import static dev.outcrop.documents.Documents.refusal;
import static org.assertj.core.api.Assertions.assertThat;

class OfficeTest {

    @Test
    void aWordDocumentKeepsHeadingsListsAndTables() throws IOException {
        assertThat(READER.read(DocumentFormat.DOCX, word())).isEqualTo("""
                Letterhead

                # Report

                First\tline
                second line
                1. one
                2. two

                Name\tSum
                Ann Lee\t5

                Last[^1]

                [^1]: A note""");
    }

    @Test
    void sheetsOfBothFormatsAreReadAsTheyAreShown() throws IOException {
        String expected = """
                ## Sales

                Name\tDue\tShare
                Ann Lee\t2026-11-24\t50%
                \t\tTRUE
                7

                ## Other

                x""";
        assertThat(READER.read(DocumentFormat.XLSX, workbook(new XSSFWorkbook()))).isEqualTo(expected);
        assertThat(READER.read(DocumentFormat.XLS, workbook(new HSSFWorkbook()))).isEqualTo(expected);
    }

    @Test
    void aPasswordIsNamed() throws IOException, GeneralSecurityException {
        assertThat(refusal(DocumentFormat.DOCX, encrypted(word()))).isEqualTo(Reason.ENCRYPTED);
        assertThat(refusal(DocumentFormat.XLSX, encrypted(workbook(new XSSFWorkbook())))).isEqualTo(Reason.ENCRYPTED);
        Biff8EncryptionKey.setCurrentUserPassword("secret");
        try {
            assertThat(refusal(DocumentFormat.XLS, workbook(new HSSFWorkbook()))).isEqualTo(Reason.ENCRYPTED);
        } finally {
            Biff8EncryptionKey.setCurrentUserPassword(null);
        }
    }

    @Test
    void anotherFormatIsTold() throws IOException {
        assertThat(refusal(DocumentFormat.XLSX, word())).isEqualTo(Reason.WRONG_FORMAT);
        assertThat(refusal(DocumentFormat.DOCX, workbook(new XSSFWorkbook()))).isEqualTo(Reason.WRONG_FORMAT);
        assertThat(refusal(DocumentFormat.DOC, workbook(new HSSFWorkbook()))).isEqualTo(Reason.WRONG_FORMAT);
        assertThat(refusal(DocumentFormat.DOCX, workbook(new HSSFWorkbook()))).isEqualTo(Reason.WRONG_FORMAT);
        assertThat(refusal(DocumentFormat.DOCX, Documents.zip("a.txt", "a"))).isEqualTo(Reason.WRONG_FORMAT);
    }

    static byte[] word() throws IOException {
        try (XWPFDocument document = new XWPFDocument()) {
            CTStyle heading = CTStyle.Factory.newInstance();
            heading.setStyleId("berschrift1");
            heading.addNewName().setVal("heading 1");
            document.createStyles().addStyle(new XWPFStyle(heading));
            document.createHeader(HeaderFooterType.DEFAULT).createParagraph().createRun().setText("Letterhead");
            XWPFParagraph title = document.createParagraph();
            title.setStyle("berschrift1");
            title.createRun().setText("Report");
            var run = document.createParagraph().createRun();
            run.setText("First");
            run.addTab();
            run.setText("line");
            run.addBreak();
            run.setText("second line");
            CTAbstractNum numbers = CTAbstractNum.Factory.newInstance();
            numbers.setAbstractNumId(BigInteger.valueOf(4));
            var level = numbers.addNewLvl();
            level.setIlvl(BigInteger.ZERO);
            level.addNewNumFmt().setVal(STNumberFormat.DECIMAL);
            BigInteger numbering = document.createNumbering()
                    .addNum(document.getNumbering()
                            .addAbstractNum(new org.apache.poi.xwpf.usermodel.XWPFAbstractNum(numbers)));
            for (String item : new String[]{"one", "two"}) {
                XWPFParagraph paragraph = document.createParagraph();
                paragraph.setNumID(numbering);
                paragraph.setNumILvl(BigInteger.ZERO);
                paragraph.createRun().setText(item);
            }
            XWPFTable table = document.createTable(2, 2);
            table.getRow(0).getCell(0).setText("Name");
            table.getRow(0).getCell(1).setText("Sum");
            table.getRow(1).getCell(0).setText("Ann");
            table.getRow(1).getCell(0).addParagraph().createRun().setText("Lee");
            table.getRow(1).getCell(1).setText("5");
            XWPFParagraph last = document.createParagraph();
            last.createRun().setText("Last");
            var note = document.createFootnote();
            note.createParagraph().createRun().setText("A note");
            last.addFootnoteReference(note);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.write(out);
            return out.toByteArray();
        }
    }

    static byte[] workbook(Workbook workbook) throws IOException {
        try (workbook) {
            CellStyle date = workbook.createCellStyle();
            date.setDataFormat(workbook.createDataFormat().getFormat("yyyy\\-mm\\-dd"));
            CellStyle share = workbook.createCellStyle();
            share.setDataFormat(workbook.createDataFormat().getFormat("0%"));
            Sheet sheet = workbook.createSheet("Sales");
            Row head = sheet.createRow(0);
            head.createCell(0).setCellValue("Name");
            head.createCell(1).setCellValue("Due");
            head.createCell(2).setCellValue("Share");
            Row first = sheet.createRow(1);
            first.createCell(0).setCellValue("Ann\nLee");
            first.createCell(1).setCellValue(LocalDate.of(2026, 11, 24));
            first.getCell(1).setCellStyle(date);
            first.createCell(2).setCellValue(0.5);
            first.getCell(2).setCellStyle(share);
            sheet.createRow(2).createCell(2).setCellValue(true);
            sheet.createRow(3).createCell(5);
            Row last = sheet.createRow(1000);
            last.createCell(0).setCellFormula("3+4");
            workbook.getCreationHelper().createFormulaEvaluator().evaluateFormulaCell(last.getCell(0));
            workbook.createSheet("Other").createRow(0).createCell(0).setCellValue("x");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            workbook.write(out);
            return out.toByteArray();
        }
    }

    private static byte[] encrypted(byte[] document) throws IOException, GeneralSecurityException {
        try (POIFSFileSystem container = new POIFSFileSystem()) {
            Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
            encryptor.confirmPassword("secret");
            try (OutputStream out = encryptor.getDataStream(container)) {
                out.write(document);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            container.writeFilesystem(out);
            return out.toByteArray();
        }
    }
}
