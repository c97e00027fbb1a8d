package dev.outcrop.documents;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import dev.outcrop.documents.DocumentException.Reason;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

/** The container of the Office formats before 2007 (MS-CFB), which also wraps later documents that have a password. */
final class BinaryOffice {

    private static final byte OLE2_FIRST = (byte) 0xD0;

    private BinaryOffice() {}

    /**
     * Opens the container.
     *
     * @param stream the name of a stream that a document of the format holds
     * @throws DocumentException as {@link Reason#WRONG_FORMAT} without such a stream
     */
    static POIFSFileSystem open(byte[] content, String... stream) throws IOException {
        POIFSFileSystem container = new POIFSFileSystem(new ByteArrayInputStream(content));
        for (String name : stream) {
            if (container.getRoot().hasEntryCaseInsensitive(name)) {
                return container;
            }
        }
        throw new DocumentException(Reason.WRONG_FORMAT, "The document is of another Office format.");
    }

    /** Tells an Office Open XML document under a password, or a document of an older format, from an archive. */
    static void requireNoPassword(byte[] content) throws IOException {
        if (content[0] == OLE2_FIRST) {
            open(content, "EncryptedPackage").close();
            throw new DocumentException(Reason.ENCRYPTED, "The document needs a password.");
        }
    }
}
