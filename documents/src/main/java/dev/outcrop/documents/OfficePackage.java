package dev.outcrop.documents;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import dev.outcrop.documents.DocumentException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an Office Open XML document (ECMA-376 part 2) as streams of XML events. Document type definitions are
 * refused, so there are no entities; targets outside the package are never followed. Elements are told by their local
 * names: the transitional and the strict namespaces use the same ones.
 */
final class OfficePackage {

    /** What reads the events of a part; sees every start, end and run of characters in turn. */
    @FunctionalInterface
    interface PartHandler {
        void event(int type, XMLStreamReader xml) throws XMLStreamException;
    }

    /** @param type the last segment of the relationship's type, as {@code worksheet} */
    record Relationship(String id, String type, String target) {}

    /** A package has a few relationships for each of its parts. */
    private static final int MAX_RELATIONSHIPS = 50_000;

    private final ZipArchive archive;
    private final TextSink sink;
    private final XMLInputFactory factory;

    OfficePackage(byte[] content, TextSink sink) throws IOException {
        BinaryOffice.requireNoPassword(content);
        this.archive = new ZipArchive(content, sink);
        this.sink = sink;
        this.factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setXMLResolver((publicId, systemId, baseUri, namespace) -> InputStream.nullInputStream());
    }

    /**
     * The name of the document's main part.
     *
     * @param root the local name of its root element
     * @throws DocumentException as {@link Reason#WRONG_FORMAT} if the package holds a document of another kind
     */
    String mainPart(String root) throws IOException {
        String main = relationships("").stream()
                .filter(relationship -> "officeDocument".equals(relationship.type))
                .map(Relationship::target)
                .findFirst()
                .orElseThrow(OfficePackage::wrongFormat);
        if (!root.equals(rootElement(main))) {
            throw wrongFormat();
        }
        return main;
    }

    /** The relationships of a part to other parts; of the package itself where the part's name is empty. */
    List<Relationship> relationships(String part) throws IOException {
        int slash = part.lastIndexOf('/') + 1;
        String folder = part.substring(0, slash);
        List<Relationship> found = new ArrayList<>();
        parse(folder + "_rels/" + part.substring(slash) + ".rels", (type, xml) -> {
            if (type == XMLStreamConstants.START_ELEMENT && "Relationship".equals(xml.getLocalName())
                    && !"External".equals(attribute(xml, "TargetMode"))) {
                String id = attribute(xml, "Id");
                String kind = attribute(xml, "Type");
                String target = attribute(xml, "Target");
                if (id != null && kind != null && target != null) {
                    if (found.size() >= MAX_RELATIONSHIPS) {
                        throw new DocumentException(Reason.TOO_LARGE, "The document has too many parts.");
                    }
                    found.add(new Relationship(id, kind.substring(kind.lastIndexOf('/') + 1), resolve(folder, target)));
                }
            }
        });
        return found;
    }

    /** The first part to which a part is related in that way. */
    Optional<String> related(String part, String type) throws IOException {
        return relationships(part).stream()
                .filter(relationship -> relationship.type.equals(type))
                .map(Relationship::target)
                .findFirst();
    }

    /** Hands a part's events to the handler; does nothing where there is no such part. */
    void parse(String part, PartHandler handler) throws IOException {
        Optional<InputStream> stream = archive.open(part);
        if (stream.isEmpty()) {
            return;
        }
        try (InputStream bytes = stream.get()) {
            XMLStreamReader xml = factory.createXMLStreamReader(bytes);
            while (xml.hasNext()) {
                handler.event(next(xml), xml);
            }
        } catch (XMLStreamException e) {
            throw malformed(e);
        }
    }

    private String rootElement(String part) throws IOException {
        Optional<InputStream> stream = archive.open(part);
        if (stream.isEmpty()) {
            return "";
        }
        try (InputStream bytes = stream.get()) {
            XMLStreamReader xml = factory.createXMLStreamReader(bytes);
            while (next(xml) != XMLStreamConstants.START_ELEMENT) {
                // A prologue of comments and instructions.
            }
            return xml.getLocalName();
        } catch (XMLStreamException e) {
            throw malformed(e);
        }
    }

    private int next(XMLStreamReader xml) throws XMLStreamException {
        sink.check();
        int type = xml.next();
        if (type == XMLStreamConstants.DTD || type == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new DocumentException(Reason.MALFORMED, "The document defines entities.");
        }
        return type;
    }

    private static DocumentException malformed(XMLStreamException cause) {
        return new DocumentException(Reason.MALFORMED, "The document's XML is malformed.", cause);
    }

    /** The value of the attribute of that local name, in whatever namespace; null without one. */
    static @Nullable String attribute(XMLStreamReader xml, String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (name.equals(xml.getAttributeLocalName(i))) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }

    /** The attribute as a number; the fallback where it is absent or none. */
    static int number(XMLStreamReader xml, String name, int fallback) {
        String value = attribute(xml, name);
        try {
            return value == null ? fallback : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            return fallback;
        }
    }

    private static String resolve(String folder, String target) {
        if (target.startsWith("/")) {
            return target.substring(1);
        }
        String base = folder;
        String rest = target;
        while (rest.startsWith("../")) {
            rest = rest.substring(3);
            base = base.substring(0, base.lastIndexOf('/', Math.max(0, base.length() - 2)) + 1);
        }
        return base + rest;
    }

    private static DocumentException wrongFormat() {
        return new DocumentException(Reason.WRONG_FORMAT, "The document is an archive of another format.");
    }
}
