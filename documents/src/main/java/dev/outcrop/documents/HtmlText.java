package dev.outcrop.documents;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/**
 * Lays out the nodes of an HTML tree as lines, in the order of the document. A line is gathered until a block begins or
 * ends. Inside a table cell blocks do not break the line, since a table's row is one.
 */
final class HtmlText implements NodeFilter {

    private static final Set<String> UNSEEN = Set.of("script", "style", "template", "noscript", "svg", "math", "iframe",
            "object", "embed", "canvas", "audio", "video", "head", "title", "datalist");
    private static final Set<String> HEADINGS = Set.of("h1", "h2", "h3", "h4", "h5", "h6");
    private static final Set<String> PARAGRAPHS = Set.of("p", "blockquote", "ul", "ol", "dl", "table", "pre", "figure",
            "section", "article");
    /** Deeper lists than this are indented no further. */
    private static final int MAX_INDENT = 8;

    private final TextSink sink;
    private final StringBuilder line = new StringBuilder();
    private final Deque<int[]> lists = new ArrayDeque<>();
    private int cells;
    private int preformatted;
    private boolean rowBegun;
    /** What the line opens with once it has a character: a list item's mark or a heading's. */
    private String opening = "";

    HtmlText(TextSink sink) {
        this.sink = sink;
    }

    void layOut(Element body) {
        body.filter(this);
        breakLine();
    }

    @Override
    public FilterResult head(Node node, int depth) {
        sink.check();
        switch (node) {
            case TextNode text -> text(text.getWholeText());
            case Element element -> {
                if (UNSEEN.contains(element.normalName()) || element.hasAttr("hidden")) {
                    return FilterResult.SKIP_ENTIRELY;
                }
                open(element);
            }
            default -> {}
        }
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element) {
            close(element);
        }
        return FilterResult.CONTINUE;
    }

    private void open(Element element) {
        String name = element.normalName();
        switch (name) {
            case "br" -> breakLine();
            case "hr" -> {
                breakLine();
                line.append("---");
                breakLine();
            }
            case "img" -> text(element.attr("alt"));
            case "td", "th" -> {
                if (cells == 0) {
                    if (rowBegun) {
                        trimEnd();
                        line.append('\t');
                    }
                    rowBegun = true;
                }
                cells++;
            }
            case "ul", "ol" -> {
                breakBlock(element);
                lists.push(new int[]{"ol".equals(name) ? 1 : 0});
            }
            case "li" -> {
                breakLine();
                opening = itemMark();
            }
            case "pre" -> {
                breakBlock(element);
                preformatted++;
            }
            default -> {
                breakBlock(element);
                if (HEADINGS.contains(name) && cells == 0) {
                    opening = "#".repeat(name.charAt(1) - '0') + " ";
                }
            }
        }
    }

    private void close(Element element) {
        switch (element.normalName()) {
            case "td", "th" -> cells--;
            case "tr" -> {
                breakLine();
                if (cells == 0) {
                    rowBegun = false;
                }
            }
            case "ul", "ol" -> {
                breakBlock(element);
                lists.poll();
            }
            case "pre" -> {
                breakBlock(element);
                preformatted--;
            }
            default -> breakBlock(element);
        }
    }

    private String itemMark() {
        int[] next = lists.peek();
        String indent = "  ".repeat(Math.clamp(lists.size() - 1L, 0, MAX_INDENT));
        return indent + (next == null || next[0] == 0 ? "- " : next[0]++ + ". ");
    }

    private void text(String text) {
        if (preformatted > 0 && cells == 0) {
            for (String part : text.lines().toList()) {
                line.append(part);
                sink.line(line);
                line.setLength(0);
            }
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\u00A0' || (c >= '\t' && c <= '\r')) {
                if (!line.isEmpty() && !Character.isWhitespace(line.charAt(line.length() - 1))) {
                    line.append(' ');
                }
            } else {
                if (!opening.isEmpty()) {
                    line.append(opening);
                    opening = "";
                }
                line.append(c);
            }
        }
    }

    private void breakBlock(Element element) {
        if (element.isBlock()) {
            breakLine();
            if (cells == 0 && lists.isEmpty()
                    && (PARAGRAPHS.contains(element.normalName()) || HEADINGS.contains(element.normalName()))) {
                sink.line("");
            }
        }
    }

    private void breakLine() {
        if (cells > 0) {
            text(" ");
            return;
        }
        trimEnd();
        if (!line.isEmpty()) {
            sink.line(line);
            line.setLength(0);
        }
        opening = "";
    }

    private void trimEnd() {
        while (!line.isEmpty() && line.charAt(line.length() - 1) == ' ') {
            line.setLength(line.length() - 1);
        }
    }
}
