package dev.outcrop.engines.gguf.safetensors;

import org.jspecify.annotations.Nullable;

/** How the numbers of a tensor are stored, little-endian; the names are those of the safetensors format. */
public enum NumberFormat {
    BOOL(1), U8(1), I8(1), F8_E5M2(1), F8_E4M3(1), I16(2), U16(2), F16(2), BF16(2), I32(4), U32(4), F32(4), F64(8), I64(
            8), U64(8);

    private static final NumberFormat[] VALUES = values();

    private final int bytes;

    NumberFormat(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one number. */
    public int bytes() {
        return bytes;
    }

    static @Nullable NumberFormat named(String name) {
        for (NumberFormat format : VALUES) {
            if (format.name().equals(name)) {
                return format;
            }
        }
        return null;
    }
}
