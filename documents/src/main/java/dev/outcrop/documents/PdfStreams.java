package dev.outcrop.documents;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import dev.outcrop.documents.DocumentException.Reason;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.Filter;
import org.apache.pdfbox.filter.FilterFactory;

/**
 * Refuses PDF documents whose streams expand beyond measure, before PDFBox holds one of them in memory.
 *
 * <p>Two passes. The first needs no parser, since a parser already unpacks the streams that hold the document's own
 * structure: it inflates, and throws away, what follows every {@code stream} keyword, and allows the structure's streams
 * no filter but deflate. The second goes over the parsed streams and unpacks those with other filters or several.
 */
final class PdfStreams {

    /** Most bytes of one stream, unpacked: a page of 600 dpi in grey, or of 300 dpi in colour. */
    static final int MAX_STREAM = 64 << 20;

    /** Most bytes of all streams, unpacked: pictures among them count as well. */
    static final long MAX_ALL = 512L << 20;

    private static final Pattern STREAM = Pattern.compile("(?<!end)stream(\r\n|\n|\r)");
    private static final Pattern STRUCTURE = Pattern.compile("/(ObjStm|XRef)\\b");
    private static final Pattern FILTER = Pattern.compile("/F(ilter)?\\b");
    private static final Pattern DEFLATE_ALONE = Pattern.compile(
            "/Filter\\s*(/FlateDecode\\b|\\[\\s*/FlateDecode\\s*\\])");
    private static final Pattern ESCAPE = Pattern.compile("#([0-9A-Fa-f]{2})");

    /** How far before its {@code stream} keyword a stream's dictionary is looked for. */
    private static final int DICTIONARY = 2_048;

    /** Never unpacked for the sake of text. */
    private static final Set<COSName> PICTURES = Set.of(COSName.DCT_DECODE, COSName.DCT_DECODE_ABBREVIATION,
            COSName.JPX_DECODE, COSName.JBIG2_DECODE, COSName.CCITTFAX_DECODE, COSName.CCITTFAX_DECODE_ABBREVIATION);

    private PdfStreams() {}

    /** The pass over the bytes. */
    static void requireModest(byte[] content, TextSink sink) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        Matcher stream = STREAM.matcher(text);
        byte[] discarded = new byte[1 << 16];
        long all = 0;
        while (stream.find()) {
            sink.check();
            requirePlainStructure(dictionary(text, stream.start()));
            Inflater inflater = new Inflater();
            try {
                inflater.setInput(content, stream.end(), content.length - stream.end());
                long one = 0;
                int some;
                while ((some = inflater.inflate(discarded)) > 0) {
                    one += some;
                    all += some;
                    if (one > MAX_STREAM || all > MAX_ALL) {
                        throw tooLarge();
                    }
                    sink.check();
                }
            } catch (DataFormatException e) {
                // Not deflated, or broken: what came out until here is all that comes out.
            } finally {
                inflater.end();
            }
        }
    }

    /** The pass over the parsed streams. */
    static void requireModest(COSDocument document, TextSink sink) throws IOException {
        long all = 0;
        for (COSObjectKey key : List.copyOf(document.getXrefTable().keySet())) {
            sink.check();
            if (document.getObjectFromPool(key).getObject() instanceof COSStream stream) {
                List<COSName> filters = filters(stream);
                boolean seen = filters.size() <= 1 && !filters.contains(COSName.LZW_DECODE)
                        && !filters.contains(COSName.LZW_DECODE_ABBREVIATION)
                        && !filters.contains(COSName.RUN_LENGTH_DECODE)
                        && !filters.contains(COSName.RUN_LENGTH_DECODE_ABBREVIATION);
                if (!seen) {
                    all += unpackedLength(stream, filters, sink);
                    if (all > MAX_ALL) {
                        throw tooLarge();
                    }
                }
            }
        }
    }

    private static String dictionary(String text, int end) {
        String before = text.substring(Math.max(0, end - DICTIONARY), end);
        return before.substring(Math.max(0, before.lastIndexOf(" obj")));
    }

    private static void requirePlainStructure(String dictionary) {
        String names = ESCAPE.matcher(dictionary)
                .replaceAll(hex -> Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(hex.group(1), 16))));
        if (STRUCTURE.matcher(names).find()
                && FILTER.matcher(names).results().count() != DEFLATE_ALONE.matcher(names).results().count()) {
            throw new DocumentException(Reason.MALFORMED, "The document's structure is packed in an unusual way.");
        }
    }

    private static long unpackedLength(COSStream stream, List<COSName> filters, TextSink sink) throws IOException {
        byte[] bytes;
        try (InputStream raw = stream.createRawInputStream()) {
            bytes = raw.readAllBytes();
        }
        long length = 0;
        for (int i = 0; i < filters.size() && !PICTURES.contains(filters.get(i)); i++) {
            Filter filter = FilterFactory.INSTANCE.getFilter(filters.get(i));
            BoundedBytes unpacked = new BoundedBytes(sink);
            filter.decode(new ByteArrayInputStream(bytes), unpacked, stream, i);
            bytes = unpacked.bytes.toByteArray();
            length += bytes.length;
        }
        return length;
    }

    private static List<COSName> filters(COSStream stream) {
        COSBase filters = stream.getFilters();
        List<COSName> names = new ArrayList<>();
        switch (filters) {
            case COSName name -> names.add(name);
            case COSArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    if (array.getObject(i) instanceof COSName name) {
                        names.add(name);
                    }
                }
            }
            case null, default -> {}
        }
        return names;
    }

    private static DocumentException tooLarge() {
        return new DocumentException(Reason.TOO_LARGE, "The document expands beyond measure.");
    }

    /** What a filter puts out, until it is too much. */
    private static final class BoundedBytes extends OutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final TextSink sink;

        BoundedBytes(TextSink sink) {
            this.sink = sink;
        }

        @Override
        public void write(int b) {
            if (bytes.size() >= MAX_STREAM) {
                throw tooLarge();
            }
            bytes.write(b);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            sink.check();
            if (length > MAX_STREAM - bytes.size()) {
                throw tooLarge();
            }
            bytes.write(buffer, offset, length);
        }
    }
}
