package dev.outcrop.documents;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.outcrop.documents.DocumentException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Decodes text whose encoding nobody named: by its byte order mark, else as UTF-8 where that fits every byte, else as
 * windows-1252, which is what the Encoding Standard falls back to for unlabelled western text.
 */
final class CharacterEncoding {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** HTML's prescan looks at this many bytes (HTML Standard, "encoding sniffing algorithm"). */
    private static final int PRESCAN = 1024;

    private static final Pattern META_CHARSET = Pattern.compile(
            "<meta[^>]{0,512}?charset\\s*=\\s*[\"']?\\s*([\\w.:-]{1,40})",
            Pattern.CASE_INSENSITIVE);

    private CharacterEncoding() {}

    /** @throws DocumentException as {@link Reason#WRONG_FORMAT} if the bytes are no text in any of the encodings */
    static String decode(byte[] content) {
        return decode(content, null);
    }

    /** As {@link #decode(byte[])}, with the encoding that an HTML document's {@code meta} element names, if any. */
    static String decodeHtml(byte[] content) {
        String head = new String(content, 0, Math.min(PRESCAN, content.length), StandardCharsets.ISO_8859_1);
        Matcher meta = META_CHARSET.matcher(head);
        return decode(content, meta.find() ? supported(meta.group(1)).orElse(null) : null);
    }

    private static String decode(byte[] content, @Nullable Charset declared) {
        String text = decodeAny(content, declared);
        if (text.indexOf('\0') >= 0) {
            throw new DocumentException(Reason.WRONG_FORMAT, "The document is not text.");
        }
        return text;
    }

    private static String decodeAny(byte[] content, @Nullable Charset declared) {
        if (startsWith(content, 0xEF, 0xBB, 0xBF)) {
            return new String(content, 3, content.length - 3, StandardCharsets.UTF_8);
        }
        if (startsWith(content, 0xFE, 0xFF)) {
            return new String(content, 2, content.length - 2, StandardCharsets.UTF_16BE);
        }
        if (startsWith(content, 0xFF, 0xFE)) {
            return new String(content, 2, content.length - 2, StandardCharsets.UTF_16LE);
        }
        if (declared != null) {
            return new String(content, declared);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(content, WINDOWS_1252);
        }
    }

    private static Optional<Charset> supported(String name) {
        try {
            Charset charset = Charset.forName(name);
            // A document whose meta element could be read byte by byte is not UTF-16, whatever it says (HTML Standard).
            return charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32")
                    ? Optional.empty()
                    : Optional.of(charset);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean startsWith(byte[] content, int... mark) {
        if (content.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((content[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
