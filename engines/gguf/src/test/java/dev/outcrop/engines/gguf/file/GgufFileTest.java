package dev.outcrop.engines.gguf.file;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GgufFileTest {

    private static final Path LOADING = Path.of("src/test/resources/golden/loading");

    @ParameterizedTest
    @ValueSource(strings = {"ok-minimal", "ok-extra-keys", "ok-version-2", "ok-alignment-128"})
    void goodFilesOpen(String name) {
        try (GgufFile file = GgufFile.open(LOADING.resolve(name + ".gguf"))) {
            assertThat(file.metadata().string("general.architecture")).isEqualTo("llama");
            assertThat(file.tensors()).containsKey("token_embd.weight");
            for (TensorInfo tensor : file.tensors().values()) {
                assertThat(file.data(tensor).byteSize()).isEqualTo(tensor.bytes());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bad-magic                    | This is not a GGUF file
            bad-version-1                | GGUF version 1 cannot be read
            bad-version-99               | GGUF version 99 cannot be read
            bad-truncated-in-metadata    | but only
            bad-truncated-in-tensor-data | The data of the tensor 'blk.0.ffn_down.weight'
            bad-string-length-huge       | The file claims a string of 4611686018427387904 bytes
            bad-unknown-value-type       | The key 'x.y' has the unknown value type 77
            bad-unknown-tensor-type      | The tensor 'blk.0.attn_v.weight' has the unknown type 250
            bad-duplicate-key            | The key 'general.name' occurs twice
            bad-alignment-33             | The file's alignment is not a power of two: 33
            bad-tensor-offset-past-end   | The tensor 'blk.0.ffn_down.weight' should begin at offset 54016
            """)
    void badFilesAreRefusedWithTheReason(String name, String reason) {
        assertThatThrownBy(() -> GgufFile.open(LOADING.resolve(name + ".gguf")))
                .isInstanceOf(GgufException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> GgufFile.open(Path.of("no-such.gguf")))
                .isInstanceOf(GgufException.class)
                .hasMessage("There is no file no-such.gguf.");
    }

    @Test
    void aFolderIsNamed() {
        assertThatThrownBy(() -> GgufFile.open(LOADING)).isInstanceOf(GgufException.class)
                .hasMessageContaining("is a folder");
    }

    @Test
    void anEmptyFileIsNoGgufFile() {
        assertThatThrownBy(() -> GgufFile.of(MemorySegment.ofArray(new byte[0])))
                .isInstanceOf(GgufException.class)
                .hasMessageContaining("not a GGUF file");
    }
}
