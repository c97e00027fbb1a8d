package dev.outcrop.documents;

import java.util.Arrays;
import java.util.Optional;

/** The formats of a document, as Converse's {@code DocumentFormat} enumerates them. */
public enum DocumentFormat {
    PDF, CSV, DOC, DOCX, XLS, XLSX, HTML, TXT, MD;

    private final String wireName = name().toLowerCase(java.util.Locale.ROOT);

    /** The name in a request: {@code pdf}, {@code csv}, {@code doc}, ... */
    public String wireName() {
        return wireName;
    }

    /** The format of that name in a request; empty if the API has no such format. */
    public static Optional<DocumentFormat> of(String wireName) {
        return Arrays.stream(values()).filter(format -> format.wireName.equals(wireName)).findFirst();
    }
}
