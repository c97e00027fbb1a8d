package dev.outcrop.documents;

import java.io.IOException;

/** Reads one format. Holds no state between documents. */
interface FormatReader {

    /**
     * Appends the document's text. Calls {@link TextSink#check()} at least once per unit of work that the document can
     * repeat, so that a reader that is given up stops.
     *
     * @throws DocumentException if the reader knows why the document cannot be read
     * @throws IOException or any other runtime exception, if a library only knows that it is malformed
     */
    void read(byte[] content, TextSink sink) throws IOException;
}
