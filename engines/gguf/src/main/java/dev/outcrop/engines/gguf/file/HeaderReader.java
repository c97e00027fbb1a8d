package dev.outcrop.engines.gguf.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads everything that precedes the tensor data and checks it against the size of the file.
 *
 * <p>Takes time linear in the header and allocates no more than a small multiple of it, whatever the header claims.
 */
final class HeaderReader {

    private static final int MAGIC = 0x46554747; // "GGUF" as a little-endian integer
    private static final int MAX_DIMENSIONS = 4;
    private static final int MAX_TENSOR_NAME_BYTES = 63;
    private static final int MINIMUM_PAIR_BYTES = 8 + 4 + 1; // empty key, type, one byte
    private static final int MINIMUM_TENSOR_BYTES = 8 + 4 + 4 + 8; // empty name, no dimensions, type, offset

    private final Reader reader;
    private final long fileBytes;

    HeaderReader(MemorySegment file) {
        this.reader = new Reader(file);
        this.fileBytes = file.byteSize();
    }

    record Header(int version, Metadata metadata, Map<String, TensorInfo> tensors) {}

    Header read() {
        if (reader.remaining() < Integer.BYTES || reader.readInt("the magic") != MAGIC) {
            throw new GgufException("This is not a GGUF file: it does not begin with the letters GGUF.");
        }
        int version = reader.readInt("the version");
        checkVersion(version);
        long tensorCount = reader.readLong("the number of tensors");
        int pairCount = reader.readCount(MINIMUM_PAIR_BYTES, "metadata entries");
        Metadata metadata = new Metadata(readPairs(pairCount));
        if (tensorCount < 0 || tensorCount > reader.remaining() / MINIMUM_TENSOR_BYTES) {
            throw new GgufException("The file claims %s tensors, but only %d bytes follow."
                    .formatted(Long.toUnsignedString(tensorCount), reader.remaining()));
        }
        long alignment = alignment(metadata);
        return new Header(version, metadata, readTensors((int) tensorCount, alignment));
    }

    private static void checkVersion(int version) {
        if (Integer.reverseBytes(version) == 2 || Integer.reverseBytes(version) == 3) {
            throw new GgufException("This is a big-endian GGUF file; only little-endian files can be read.");
        }
        if (version != 2 && version != 3) {
            throw new GgufException("GGUF version %s cannot be read; only versions 2 and 3 can."
                    .formatted(Integer.toUnsignedString(version)));
        }
    }

    private Map<String, MetadataValue> readPairs(int count) {
        Map<String, MetadataValue> values = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String key = reader.readString("a metadata key");
            MetadataValue value = readValue(key, readType(key));
            if (values.put(key, value) != null) {
                throw new GgufException("The key '%s' occurs twice.".formatted(key));
            }
        }
        return values;
    }

    private ValueType readType(String key) {
        int id = reader.readInt("the type of the key '%s'".formatted(key));
        ValueType type = ValueType.ofId(id);
        if (type == null) {
            throw new GgufException("The key '%s' has the unknown value type %s."
                    .formatted(key, Integer.toUnsignedString(id)));
        }
        return type;
    }

    private MetadataValue readValue(String key, ValueType type) {
        String what = "the value of the key '%s'".formatted(key);
        return switch (type) {
            case STRING -> new MetadataValue.Text(reader.readString(what));
            case ARRAY -> readArray(key, what);
            case BOOL -> new MetadataValue.Flag(reader.slice(1, what).get(ValueLayout.JAVA_BYTE, 0) != 0);
            case FLOAT32 -> new MetadataValue.Floating(reader.slice(Float.BYTES, what).get(Reader.FLOAT, 0));
            case FLOAT64 -> new MetadataValue.Floating(reader.slice(Double.BYTES, what).get(Reader.DOUBLE, 0));
            case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> new MetadataValue.Whole(
                    MetadataValue.whole(type, reader.slice(type.minimumBytes(), what), 0));
        };
    }

    private MetadataValue readArray(String key, String what) {
        ValueType elements = readType(key);
        if (elements == ValueType.ARRAY) {
            throw new GgufException("The key '%s' is an array of arrays.".formatted(key));
        }
        int count = reader.readCount(elements.minimumBytes(), "elements in " + what);
        if (elements != ValueType.STRING) {
            return new MetadataValue.Array(elements, count,
                    reader.slice((long) count * elements.minimumBytes(), what));
        }
        long start = reader.position();
        for (int i = 0; i < count; i++) {
            reader.skipString(what);
        }
        return new MetadataValue.Array(elements, count, reader.sliceSince(start));
    }

    private static long alignment(Metadata metadata) {
        int alignment = metadata.integer("general.alignment", 32);
        if (alignment <= 0 || Integer.bitCount(alignment) != 1) {
            throw new GgufException("The file's alignment is not a power of two: %d.".formatted(alignment));
        }
        return alignment;
    }

    private Map<String, TensorInfo> readTensors(int count, long alignment) {
        List<TensorInfo> relative = new ArrayList<>();
        long expectedOffset = 0;
        for (int i = 0; i < count; i++) {
            TensorInfo tensor = readTensor();
            if (tensor.offset() != expectedOffset) {
                throw new GgufException("The tensor '%s' should begin at offset %d of the data but claims offset %s."
                        .formatted(tensor.name(), expectedOffset, Long.toUnsignedString(tensor.offset())));
            }
            if (tensor.bytes() > fileBytes - expectedOffset) {
                throw outside(tensor);
            }
            expectedOffset = align(expectedOffset + tensor.bytes(), alignment);
            relative.add(tensor);
        }
        long dataStart = align(reader.position(), alignment);
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        for (TensorInfo tensor : relative) {
            long start = dataStart + tensor.offset();
            if (start > fileBytes || tensor.bytes() > fileBytes - start) {
                throw outside(tensor);
            }
            TensorInfo absolute = new TensorInfo(
                    tensor.name(), tensor.type(), tensor.dimensions(), start, tensor.bytes());
            if (tensors.put(tensor.name(), absolute) != null) {
                throw new GgufException("The tensor '%s' occurs twice.".formatted(tensor.name()));
            }
        }
        return tensors;
    }

    private TensorInfo readTensor() {
        String name = reader.readString("a tensor's name");
        if (name.length() > MAX_TENSOR_NAME_BYTES) {
            throw new GgufException("The name of the tensor '%s…' is longer than %d bytes."
                    .formatted(name.substring(0, MAX_TENSOR_NAME_BYTES), MAX_TENSOR_NAME_BYTES));
        }
        String what = "the description of the tensor '%s'".formatted(name);
        int dimensionCount = reader.readInt(what);
        if (dimensionCount < 0 || dimensionCount > MAX_DIMENSIONS) {
            throw new GgufException("The tensor '%s' has %s dimensions; at most %d are possible."
                    .formatted(name, Integer.toUnsignedString(dimensionCount), MAX_DIMENSIONS));
        }
        List<Long> dimensions = new ArrayList<>(dimensionCount);
        for (int i = 0; i < dimensionCount; i++) {
            dimensions.add(reader.readLong(what));
        }
        int typeId = reader.readInt(what);
        TensorType type = TensorType.ofId(typeId);
        if (type == null) {
            throw new GgufException("The tensor '%s' has the unknown type %s."
                    .formatted(name, Integer.toUnsignedString(typeId)));
        }
        long offset = reader.readLong(what);
        return new TensorInfo(name, type, dimensions, offset, byteSize(name, type, dimensions));
    }

    private long byteSize(String name, TensorType type, List<Long> dimensions) {
        long elements = 1;
        for (long dimension : dimensions) {
            // Blocks are never smaller than a byte per eight elements, so this bound is generous and cannot overflow.
            if (dimension <= 0 || dimension > fileBytes * 8 / elements) {
                throw new GgufException("The dimensions %s of the tensor '%s' do not fit a file of %d bytes.".formatted(
                        TensorInfo.shape(dimensions.stream().mapToLong(Long::longValue).toArray()), name, fileBytes));
            }
            elements *= dimension;
        }
        long rowLength = dimensions.isEmpty() ? 1 : dimensions.getFirst();
        if (rowLength % type.blockElements() != 0) {
            throw new GgufException("The rows of the tensor '%s' have %d elements, no multiple of the %d of type %s."
                    .formatted(name, rowLength, type.blockElements(), type));
        }
        return type.rowBytes(elements);
    }

    private GgufException outside(TensorInfo tensor) {
        return new GgufException(
                "The data of the tensor '%s' (%d bytes) lies beyond the end of the file, which has %d bytes."
                        .formatted(tensor.name(), tensor.bytes(), fileBytes));
    }

    private static long align(long position, long alignment) {
        return (position + alignment - 1) & -alignment;
    }
}
