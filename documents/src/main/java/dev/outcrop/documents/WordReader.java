package dev.outcrop.documents;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads Word documents (ECMA-376 part 1, WordprocessingML): headers, body, notes, footers. Text that is deleted under
 * tracked changes and the codes of fields are left out. Parts stream through.
 */
final class WordReader implements FormatReader {

    @Override
    public void read(byte[] content, TextSink sink) throws IOException {
        OfficePackage parts = new OfficePackage(content, sink);
        String main = parts.mainPart("document");
        List<OfficePackage.Relationship> related = parts.relationships(main);
        WordStyles styles = WordStyles.of(parts, target(related, "styles"), target(related, "numbering"));
        for (String header : targets(related, "header")) {
            layOut(parts, header, styles, sink);
        }
        layOut(parts, main, styles, sink);
        for (String type : List.of("footnotes", "endnotes", "footer")) {
            for (String part : targets(related, type)) {
                layOut(parts, part, styles, sink);
            }
        }
    }

    private static void layOut(OfficePackage parts, String part, WordStyles styles, TextSink sink) throws IOException {
        WordHandler handler = new WordHandler(styles, sink);
        parts.parse(part, handler);
        sink.line("");
    }

    private static Set<String> targets(List<OfficePackage.Relationship> related, String type) {
        Set<String> targets = new LinkedHashSet<>();
        for (OfficePackage.Relationship relationship : related) {
            if (relationship.type().equals(type)) {
                targets.add(relationship.target());
            }
        }
        return targets;
    }

    private static String target(List<OfficePackage.Relationship> related, String type) {
        return targets(related, type).stream().findFirst().orElse("");
    }
}
