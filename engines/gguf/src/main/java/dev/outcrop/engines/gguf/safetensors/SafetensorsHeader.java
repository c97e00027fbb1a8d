package dev.outcrop.engines.gguf.safetensors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * The header of a safetensors file: the length of a JSON object as u64, then the object, one member per tensor.
 *
 * <p>The checks are those of the format's reference reader: offsets in order, within the data, without gaps or overlaps,
 * each as long as shape and number format say, and nothing after the last. The JSON is read as a stream, so memory grows
 * with the number of tensors, of which there are at most {@value #MAX_TENSORS}, and not with what the header claims.
 * Source: "Format" in the README of huggingface/safetensors.
 *
 * @param dataStart bytes from the start of the file to the first tensor
 * @param tensors by name, in the order of their data
 */
record SafetensorsHeader(long dataStart, Map<String, StoredTensor> tensors) {

    /** The reference reader's bound. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    private static final int MAX_TENSORS = 100_000;
    private static final int MAX_NAME_CHARACTERS = 512;
    private static final int MAX_DIMENSIONS = 8;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNameLength(10_000)
                    .maxNumberLength(20)
                    .maxStringLength(10_000_000)
                    .build())
            .build();

    /**
     * Reads a header.
     *
     * @param in the file from its first byte; read no further than the header
     * @param fileBytes length of the file
     * @throws SafetensorsException when the header is damaged or contradicts the length of the file
     * @throws IOException when the file cannot be read
     */
    static SafetensorsHeader read(InputStream in, long fileBytes) throws IOException {
        byte[] length = in.readNBytes(Long.BYTES);
        if (length.length < Long.BYTES) {
            throw new SafetensorsException("It is too short to be a safetensors file: %d bytes.".formatted(fileBytes));
        }
        long headerBytes = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES) {
            throw new SafetensorsException("It claims a header of %s bytes; headers have at most %d."
                    .formatted(Long.toUnsignedString(headerBytes), MAX_HEADER_BYTES));
        }
        long dataStart = Long.BYTES + headerBytes;
        if (dataStart > fileBytes) {
            throw new SafetensorsException("It claims a header of %d bytes, but the file has only %d. It was cut short."
                    .formatted(headerBytes, fileBytes));
        }
        List<StoredTensor> tensors = parse(new Bounded(in, headerBytes));
        return new SafetensorsHeader(dataStart, ordered(tensors, fileBytes - dataStart));
    }

    private static List<StoredTensor> parse(InputStream json) {
        List<StoredTensor> tensors = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            expect(parser.nextToken(), JsonToken.START_OBJECT, "the header");
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("__metadata__")) {
                    parser.skipChildren();
                } else if (tensors.size() == MAX_TENSORS) {
                    throw new SafetensorsException("It has more than %d tensors.".formatted(MAX_TENSORS));
                } else {
                    tensors.add(tensor(name, parser));
                }
            }
            if (parser.nextToken() != null) {
                throw new SafetensorsException("Its header goes on after the end of the JSON object.");
            }
        } catch (JacksonException e) {
            throw new SafetensorsException("Its header is no JSON, or nested too deeply.", e);
        }
        return tensors;
    }

    private static StoredTensor tensor(String name, JsonParser parser) {
        if (name.length() > MAX_NAME_CHARACTERS) {
            throw new SafetensorsException("The name of the tensor '%s…' is longer than %d characters."
                    .formatted(name.substring(0, 40), MAX_NAME_CHARACTERS));
        }
        String what = "the tensor '" + name + "'";
        expect(parser.currentToken(), JsonToken.START_OBJECT, what);
        NumberFormat format = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (member) {
                case "dtype" -> {
                    expect(value, JsonToken.VALUE_STRING, "dtype of " + what);
                    format = format(name, parser.getString());
                }
                case "shape" -> shape = numbers(parser, MAX_DIMENSIONS, "shape of " + what);
                case "data_offsets" -> offsets = numbers(parser, 2, "data_offsets of " + what);
                default -> parser.skipChildren();
            }
        }
        if (format == null || shape == null || offsets == null || offsets.size() != 2) {
            throw new SafetensorsException("Its header gives no dtype, shape and data_offsets for " + what + ".");
        }
        return tensor(name, format, shape, offsets.getFirst(), offsets.getLast());
    }

    private static StoredTensor tensor(String name, NumberFormat format, List<Long> shape, long begin, long end) {
        long bytes = format.bytes();
        try {
            for (long dimension : shape) {
                bytes = Math.multiplyExact(bytes, dimension);
            }
        } catch (ArithmeticException e) {
            throw new SafetensorsException("The tensor '%s' cannot have the shape %s: that is more than any file."
                    .formatted(name, StoredTensor.describe(shape)), e);
        }
        if (end < begin || end - begin != bytes) {
            throw new SafetensorsException("The tensor '%s' of shape %s needs %d bytes of %s but lies at %d to %d."
                    .formatted(name, StoredTensor.describe(shape), bytes, format, begin, end));
        }
        return new StoredTensor(name, format, shape, begin, bytes);
    }

    private static NumberFormat format(String name, String written) {
        NumberFormat format = NumberFormat.named(written);
        if (format == null) {
            throw new SafetensorsException("The tensor '%s' has the unknown dtype '%s'.".formatted(name,
                    written.substring(0, Math.min(written.length(), 20))));
        }
        return format;
    }

    private static List<Long> numbers(JsonParser parser, int most, String what) {
        expect(parser.currentToken(), JsonToken.START_ARRAY, what);
        List<Long> numbers = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser.currentToken(), JsonToken.VALUE_NUMBER_INT, what);
            long number = parser.getLongValue();
            if (number < 0 || numbers.size() == most) {
                throw new SafetensorsException("Its header is wrong at %s: %d numbers from 0 on are expected."
                        .formatted(what, most));
            }
            numbers.add(number);
        }
        return numbers;
    }

    private static Map<String, StoredTensor> ordered(List<StoredTensor> tensors, long dataBytes) {
        tensors.sort(Comparator.comparingLong(StoredTensor::offset).thenComparingLong(StoredTensor::bytes));
        Map<String, StoredTensor> byName = LinkedHashMap.newLinkedHashMap(tensors.size());
        long expected = 0;
        for (StoredTensor tensor : tensors) {
            if (tensor.offset() != expected) {
                throw new SafetensorsException("The tensor '%s' should begin at byte %d of the data but begins at %d:"
                        .formatted(tensor.name(), expected, tensor.offset())
                        + " tensors overlap or leave a gap.");
            }
            if (tensor.bytes() > dataBytes - expected) {
                throw new SafetensorsException(
                        "The data of the tensor '%s' ends at byte %d, but only %d bytes follow the"
                                .formatted(tensor.name(), expected + tensor.bytes(), dataBytes)
                                + " header. The file was cut short.");
            }
            expected += tensor.bytes();
            if (byName.put(tensor.name(), tensor) != null) {
                throw new SafetensorsException("The tensor '%s' occurs twice.".formatted(tensor.name()));
            }
        }
        if (expected != dataBytes) {
            throw new SafetensorsException("%d bytes follow the header, but its tensors have %d."
                    .formatted(dataBytes, expected));
        }
        return byName;
    }

    private static void expect(@Nullable JsonToken actual, JsonToken expected, String what) {
        if (actual != expected) {
            throw new SafetensorsException("Its header is wrong at %s: %s instead of %s."
                    .formatted(what, actual == null ? "the end" : actual, expected));
        }
    }

    /** The next bytes of a stream; closing it leaves the stream open. */
    private static final class Bounded extends InputStream {
        private final InputStream in;
        private long left;

        Bounded(InputStream in, long bytes) {
            this.in = in;
            this.left = bytes;
        }

        @Override
        public int read() throws IOException {
            if (left == 0) {
                return -1;
            }
            left--;
            return in.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            int count = in.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(count, 0);
            return count;
        }
    }
}
