package dev.outcrop.documents;

import java.util.Iterator;

import dev.outcrop.documents.DocumentException.Reason;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;

/**
 * Reads what a browser would show of an HTML document, without its scripts, styles and pictures. Follows no link.
 *
 * <p>The tree of a document can be far larger than the document: an open {@code <b>} is made anew in every paragraph that
 * follows. So the tree is built step by step and given up once it holds too many elements.
 */
final class HtmlReader implements FormatReader {

    /** About 100 MB of tree. */
    static final int MAX_ELEMENTS = 400_000;

    @Override
    public void read(byte[] content, TextSink sink) {
        String html = CharacterEncoding.decodeHtml(content);
        if (tags(html) > MAX_ELEMENTS) {
            throw tooManyElements();
        }
        Document document = parse(html, sink);
        String title = document.title();
        if (!title.isEmpty()) {
            sink.heading(1, title);
        }
        new HtmlText(sink).layOut(document.body());
    }

    private static Document parse(String html, TextSink sink) {
        try (StreamParser parser = new StreamParser(Parser.htmlParser())) {
            Iterator<Element> elements = parser.parse(html, "").iterator();
            for (int count = 0; elements.hasNext(); count++) {
                elements.next();
                sink.check();
                if (count > MAX_ELEMENTS) {
                    throw tooManyElements();
                }
            }
            return parser.document();
        }
    }

    private static int tags(String html) {
        int tags = 0;
        for (int at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
            tags++;
        }
        return tags;
    }

    private static DocumentException tooManyElements() {
        return new DocumentException(Reason.TOO_LARGE, "The document holds more than " + MAX_ELEMENTS + " elements.");
    }
}
