package dev.outcrop.engines.gguf.file;

import java.lang.foreign.MemorySegment;

/** Reads bytes as a GGUF file and touches everything the header promises. */
final class FuzzedHeader {

    private FuzzedHeader() {}

    /** Ends normally for any bytes, or shows a defect of the reader by throwing. */
    static void read(byte[] bytes) {
        try (GgufFile file = GgufFile.of(MemorySegment.ofArray(bytes))) {
            for (TensorInfo tensor : file.tensors().values()) {
                if (file.data(tensor).byteSize() != tensor.bytes()) {
                    throw new AssertionError(tensor);
                }
            }
            for (String key : file.metadata().keys()) {
                touch(() -> file.metadata().stringArray(key));
                touch(() -> file.metadata().intArray(key));
                touch(() -> file.metadata().floatArray(key));
                touch(() -> file.metadata().string(key));
                touch(() -> file.metadata().number(key));
            }
        } catch (GgufException e) {
            // Refusing is what damaged files deserve.
        }
    }

    private static void touch(Runnable access) {
        try {
            access.run();
        } catch (GgufException e) {
            // The key has another type.
        }
    }
}
