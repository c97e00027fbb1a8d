package dev.outcrop.evaluation.dataset;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * The lines of a file, one at a time: UTF-8, a byte-order mark at the beginning and carriage returns at the ends passed over. A
 * line longer than allowed is refused before it is kept, so memory stays bounded.
 */
public final class Lines {
    private static final String MARK = "\uFEFF";

    private final InputStream in;
    private final int mostBytes;
    private long number;

    /** @param mostBytes the longest line */
    public Lines(InputStream in, int mostBytes) {
        this.in = new BufferedInputStream(in);
        this.mostBytes = mostBytes;
    }

    /** The number of the line that was read last, counted from 1. */
    public long number() {
        return number;
    }

    /**
     * The next line that is not blank, or null at the end.
     *
     * @throws DatasetException when it is too long or no UTF-8
     * @throws IOException when the file cannot be read
     */
    public @Nullable String next() throws DatasetException, IOException {
        while (true) {
            byte[] bytes = nextBytes();
            if (bytes == null) {
                return null;
            }
            String line = text(bytes);
            if (number == 1 && line.startsWith(MARK)) {
                line = line.substring(MARK.length());
            }
            if (!line.isBlank()) {
                return line;
            }
        }
    }

    private byte @Nullable [] nextBytes() throws DatasetException, IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int read = in.read();
        if (read < 0) {
            return null;
        }
        number++;
        for (; read >= 0 && read != '\n'; read = in.read()) {
            if (line.size() == mostBytes) {
                throw new DatasetException(number, "it is longer than " + mostBytes + " bytes.");
            }
            line.write(read);
        }
        return line.toByteArray();
    }

    private String text(byte[] bytes) throws DatasetException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new DatasetException(number, "it is not UTF-8. Save the file as UTF-8.");
        }
    }
}
