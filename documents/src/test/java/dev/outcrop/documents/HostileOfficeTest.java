package dev.outcrop.documents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.outcrop.documents.DocumentException.Reason;
import org.junit.jupiter.api.Test;

import static dev.outcrop.documents.Documents.READER;
import static dev.outcrop.documents.Documents.mainRelationship;
import static dev.outcrop.documents.Documents.refusal;
import static dev.outcrop.documents.Documents.zip;
import static org.assertj.core.api.Assertions.assertThat;

class HostileOfficeTest {

    private static final String WORKBOOK = """
            <workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>
            <sheet name="S" sheetId="1" r:id="s1"/></sheets></workbook>""";
    private static final String WORKBOOK_PARTS = """
            <Relationships><Relationship Id="s1" Type="x/worksheet" Target="sheet.xml"/>
            <Relationship Id="s2" Type="x/sharedStrings" Target="strings.xml"/></Relationships>""";

    @Test
    void archivesThatExpandBeyondMeasureAreRefused() throws IOException {
        String blank = " ".repeat(100 << 20);
        assertThat(refusal(DocumentFormat.DOCX, word("<document>" + blank + "</document>")))
                .isEqualTo(Reason.TOO_LARGE);
        assertThat(refusal(DocumentFormat.XLSX, workbook("<worksheet>" + blank + "</worksheet>")))
                .isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void archivesOfManyPartsAreRefused() throws IOException {
        List<String> parts = new ArrayList<>(List.of("_rels/.rels", mainRelationship("d.xml"), "d.xml", "<document/>"));
        for (int i = 0; i < ZipArchive.MAX_ENTRIES; i++) {
            parts.add("p" + i);
            parts.add("");
        }
        assertThat(refusal(DocumentFormat.DOCX, zip(parts.toArray(String[]::new)))).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void entitiesAreRefused() throws IOException {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE d [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 10; i++) {
            laughs.append("<!ENTITY a").append(i).append(" \"").append(("&a" + (i - 1) + ";").repeat(10)).append("\">");
        }
        laughs.append("]>");
        String text = "<document><body><p><r><t>&a9;</t></r></p></body></document>";
        assertThat(refusal(DocumentFormat.DOCX, word(laughs + text))).isEqualTo(Reason.MALFORMED);
        String external = "<!DOCTYPE d [<!ENTITY a9 SYSTEM \"file:///etc/hostname\">]>";
        assertThat(refusal(DocumentFormat.DOCX, word(external + text))).isEqualTo(Reason.MALFORMED);
        assertThat(refusal(DocumentFormat.DOCX, word(text))).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void rowsThatHoldNothingCostNothing() throws IOException {
        StringBuilder sheet = new StringBuilder("<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData>");
        for (int row = 1; row <= 1 << 17; row++) {
            sheet.append("<row r=\"").append(row).append("\"><c r=\"XFD").append(row).append("\" s=\"1\"/></row>");
        }
        sheet.append("<row r=\"1048576\"><c r=\"B1048576\" t=\"inlineStr\"><is><t>end</t></is></c></row>");
        sheet.append("</sheetData></worksheet>");
        assertThat(READER.read(DocumentFormat.XLSX, workbook(sheet.toString()))).isEqualTo("## S\n\n\tend");
    }

    @Test
    void textThatIsRepeatedByReferenceIsBounded() throws IOException {
        String strings = "<sst><si><t>" + "x".repeat(100_000) + "</t></si></sst>";
        String sheet = "<worksheet><row>" + "<c t=\"s\"><v>0</v></c>".repeat(10_000) + "</row></worksheet>";
        assertThat(refusal(DocumentFormat.XLSX, workbook(sheet, strings))).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void partsOutsideThePackageAreNotFollowed() throws IOException {
        String template = """
                <Relationships><Relationship Id="t" Type="x/header" TargetMode="External"
                Target="http://192.0.2.1/template.xml"/>
                <Relationship Id="u" Type="x/footer" Target="../../../etc/hostname"/></Relationships>""";
        byte[] document = zip("_rels/.rels", mainRelationship("word/d.xml"), "word/_rels/d.xml.rels", template,
                "word/d.xml",
                "<document><body><p><r><t>text</t></r></p></body></document>");
        assertThat(READER.read(DocumentFormat.DOCX, document)).isEqualTo("text");
    }

    @Test
    void deepNestingIsReadOrRefused() throws IOException {
        Documents.readOrRefuse(DocumentFormat.DOCX, word("<document>" + "<p>".repeat(1_000_000)));
        Documents.readOrRefuse(DocumentFormat.DOCX,
                word("<document>" + "<tbl><tr><tc>".repeat(40) + "<p><r><t>x</t></r></p>"
                        + "</tc></tr></tbl>".repeat(40) + "</document>"));
    }

    private static byte[] word(String document) throws IOException {
        return zip("_rels/.rels", mainRelationship("d.xml"), "d.xml", document);
    }

    private static byte[] workbook(String sheet) throws IOException {
        return workbook(sheet, "<sst/>");
    }

    private static byte[] workbook(String sheet, String strings) throws IOException {
        return zip("_rels/.rels", mainRelationship("w.xml"), "w.xml", WORKBOOK, "_rels/w.xml.rels", WORKBOOK_PARTS,
                "sheet.xml", sheet, "strings.xml", strings);
    }
}
