package dev.outcrop.engines.gguf.convert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A SentencePiece {@code tokenizer.model}: a protocol buffer of pieces with scores. Only the fields that matter are
 * read; the others are passed over. Source: sentencepiece_model.proto of google/sentencepiece.
 *
 * @param pieces in the order of their ids
 * @param addsSpace whether texts begin with a space
 */
record SentencePieceModel(List<Piece> pieces, boolean addsSpace) {

    static final String FILE = "tokenizer.model";

    private static final long MAX_BYTES = 50_000_000;
    private static final int MAX_PIECES = 1_000_000;
    private static final int MAX_PIECE_BYTES = 10_000;
    private static final int BPE = 2;

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;

    /**
     * A token.
     *
     * @param type as GGUF numbers them too: 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte
     */
    record Piece(String text, float score, int type) {}

    /**
     * Reads the file of a folder.
     *
     * @return empty when there is none
     * @throws ConversionException when it is damaged, too large, or no BPE model
     * @throws IOException when it cannot be read
     */
    static Optional<SentencePieceModel> read(Path folder) throws IOException {
        Path path = folder.resolve(FILE);
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        if (Files.size(path) > MAX_BYTES) {
            throw new ConversionException("%s is larger than %d bytes.".formatted(FILE, MAX_BYTES));
        }
        return Optional.of(parse(Files.readAllBytes(path)));
    }

    /** @throws ConversionException when the bytes are damaged or no BPE model */
    static SentencePieceModel parse(byte[] bytes) {
        List<Piece> pieces = new ArrayList<>();
        // The format's defaults: unigram, and a space in front.
        int modelType = 1;
        boolean addsSpace = true;
        Fields fields = new Fields(ByteBuffer.wrap(bytes));
        while (fields.next()) {
            if (fields.is(1, LENGTH_DELIMITED)) {
                if (pieces.size() == MAX_PIECES) {
                    throw new ConversionException("%s has more than %d pieces.".formatted(FILE, MAX_PIECES));
                }
                pieces.add(piece(fields.message()));
            } else if (fields.is(2, LENGTH_DELIMITED)) {
                modelType = (int) varint(fields.message(), 3, modelType);
            } else if (fields.is(3, LENGTH_DELIMITED)) {
                addsSpace = varint(fields.message(), 3, 1) != 0;
            } else {
                fields.skip();
            }
        }
        if (pieces.isEmpty()) {
            throw new ConversionException(FILE + " has no pieces.");
        }
        if (modelType != BPE) {
            throw new ConversionException(FILE + " is no BPE model, which is the only kind that is supported.");
        }
        return new SentencePieceModel(List.copyOf(pieces), addsSpace);
    }

    private static Piece piece(Fields fields) {
        String text = "";
        float score = 0;
        int type = 1;
        while (fields.next()) {
            if (fields.is(1, LENGTH_DELIMITED)) {
                text = fields.text(MAX_PIECE_BYTES);
            } else if (fields.is(2, FIXED_32)) {
                score = fields.number();
            } else if (fields.is(3, VARINT)) {
                type = (int) fields.varint();
            } else {
                fields.skip();
            }
        }
        if (type < 1 || type > 6 || !Float.isFinite(score)) {
            throw new ConversionException("%s is damaged: a piece has the type %d and the score %s."
                    .formatted(FILE, type, score));
        }
        return new Piece(text, score, type);
    }

    private static long varint(Fields fields, int number, long absent) {
        long value = absent;
        while (fields.next()) {
            if (fields.is(number, VARINT)) {
                value = fields.varint();
            } else {
                fields.skip();
            }
        }
        return value;
    }

    /** The fields of a message, one after the other: after {@link #next()}, exactly one of the others is called. */
    private static final class Fields {
        private final ByteBuffer bytes;
        private int number;
        private int kind;

        Fields(ByteBuffer bytes) {
            this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        }

        boolean next() {
            if (!bytes.hasRemaining()) {
                return false;
            }
            long key = varint();
            number = (int) (key >>> 3);
            kind = (int) (key & 7);
            if (key > Integer.MAX_VALUE || number < 1) {
                throw damaged();
            }
            return true;
        }

        boolean is(int expectedNumber, int expectedKind) {
            return number == expectedNumber && kind == expectedKind;
        }

        long varint() {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                require(1);
                byte next = bytes.get();
                value |= (next & 0x7FL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw damaged();
        }

        float number() {
            require(Float.BYTES);
            return bytes.getFloat();
        }

        String text(int mostBytes) {
            ByteBuffer content = content();
            if (content.remaining() > mostBytes) {
                throw damaged();
            }
            return StandardCharsets.UTF_8.decode(content).toString();
        }

        Fields message() {
            return new Fields(content());
        }

        void skip() {
            switch (kind) {
                case VARINT -> varint();
                case FIXED_64 -> advance(Long.BYTES);
                case LENGTH_DELIMITED -> content();
                case FIXED_32 -> advance(Integer.BYTES);
                default -> throw damaged();
            }
        }

        private ByteBuffer content() {
            long length = varint();
            require(length);
            ByteBuffer content = bytes.slice(bytes.position(), (int) length);
            advance((int) length);
            return content;
        }

        private void advance(int count) {
            require(count);
            bytes.position(bytes.position() + count);
        }

        private void require(long count) {
            if (count < 0 || count > bytes.remaining()) {
                throw damaged();
            }
        }

        private static ConversionException damaged() {
            return new ConversionException(FILE + " is damaged: it is no SentencePiece model.");
        }
    }
}
