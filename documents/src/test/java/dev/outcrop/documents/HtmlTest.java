package dev.outcrop.documents;

import dev.outcrop.documents.DocumentException.Reason;
import org.junit.jupiter.api.Test;

import static dev.outcrop.documents.Documents.READER;
import static dev.outcrop.documents.Documents.refusal;
import static dev.outcrop.documents.Documents.utf8;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

class HtmlTest {

    @Test
    void whatABrowserShowsIsKeptWithItsLayout() {
        String html = """
                <html><head><title>Report</title><style>p {}</style><script>alert(1)</script></head>
                <body><h2>Sales</h2><p>First   <b>bold</b>
                text.<br>Next line</p>
                <ul><li>one<li>two<ol><li>a<li>b</ol></ul>
                <table><tr><th>Name</th><th>Sum</th></tr><tr><td><p>Ann</p><p>Lee</p></td><td>5&nbsp;€</td></tr></table>
                <pre>x  y
                  z</pre><div hidden>unseen</div><img src="http://example.com/a.png" alt="A chart"></body></html>
                """;
        assertThat(READER.read(DocumentFormat.HTML, utf8(html))).isEqualTo("""
                # Report

                ## Sales

                First bold text.
                Next line

                - one
                - two
                  1. a
                  2. b

                Name\tSum
                Ann Lee\t5 €

                x  y
                  z

                A chart""");
    }

    @Test
    void theEncodingThatTheDocumentNamesIsUsed() {
        byte[] html = "<meta charset=iso-8859-7><p>\u00e1</p>".getBytes(ISO_8859_1);
        assertThat(READER.read(DocumentFormat.HTML, html)).isEqualTo("α");
        byte[] unnamed = "<p>\u00e1</p>".getBytes(ISO_8859_1);
        assertThat(READER.read(DocumentFormat.HTML, unnamed)).isEqualTo("á");
    }

    @Test
    void deepNestingIsRead() {
        String html = "<div>".repeat(200_000) + "deep";
        assertThat(READER.read(DocumentFormat.HTML, utf8(html))).isEqualTo("deep");
    }

    @Test
    void aTreeLargerThanItsDocumentIsRefused() {
        StringBuilder html = new StringBuilder("<p>");
        for (int i = 0; i < 200; i++) {
            html.append("<b id=").append(i).append('>');
        }
        html.append("<p>x".repeat(200_000));
        assertThat(refusal(DocumentFormat.HTML, utf8(html.toString()))).isEqualTo(Reason.TOO_LARGE);
        assertThat(refusal(DocumentFormat.HTML, utf8("<b>".repeat(1_400_000)))).isEqualTo(Reason.TOO_LARGE);
    }
}
