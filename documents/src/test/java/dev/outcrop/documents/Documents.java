package dev.outcrop.documents;

import java.nio.charset.StandardCharsets;

import dev.outcrop.documents.DocumentException.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What the tests of the readers share. */
final class Documents {

    static final DocumentReader READER = new DocumentReader(DocumentLimits.DEFAULTS);

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
}
