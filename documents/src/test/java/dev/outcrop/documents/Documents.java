package dev.outcrop.documents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import dev.outcrop.documents.DocumentException.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What the tests of the readers share. */
final class Documents {

    /** With a longer deadline than usual: a busy machine must not turn another refusal into one for lack of time. */
    static final DocumentReader READER = new DocumentReader(new DocumentLimits(DocumentLimits.DEFAULTS.maxBytes(),
            DocumentLimits.DEFAULTS.maxCharacters(), Duration.ofSeconds(90), DocumentLimits.DEFAULTS.maxReaders()));

    private Documents() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Why the reader refuses; running out of memory does not count as a refusal. */
    static Reason refusal(DocumentFormat format, byte[] content) {
        return refusal(READER, format, content);
    }

    static Reason refusal(DocumentReader reader, DocumentFormat format, byte[] content) {
        DocumentException refusal = catchThrowableOfType(DocumentException.class, () -> reader.read(format, content));
        assertThat(refusal).isNotNull();
        assertThat(refusal.getCause() instanceof OutOfMemoryError).isFalse();
        return refusal.reason();
    }

    /** Fails on anything but a text or a refusal, and on a lack of memory or time. */
    static void readOrRefuse(DocumentFormat format, byte[] content) {
        try {
            assertThat(READER.read(format, content)).isNotNull();
        } catch (DocumentException e) {
            assertThat(e.getCause() instanceof OutOfMemoryError).isFalse();
            assertThat(e.reason()).isNotIn(Reason.TOO_SLOW, Reason.BUSY);
        }
    }

    /** An archive of those parts: names and contents in turn. */
    static byte[] zip(String... parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < parts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(parts[i]));
                zip.write(utf8(parts[i + 1]));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** The relationships part of a package whose main part is that. */
    static String mainRelationship(String target) {
        return """
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
                Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
                Target="%s"/></Relationships>
                """
                .formatted(target);
    }
}
