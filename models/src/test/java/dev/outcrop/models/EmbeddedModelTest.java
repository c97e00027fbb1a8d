package dev.outcrop.models;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedModelTest {

    @Test
    void everyModelHasItsWeightsCardAndChecksum(@TempDir Path folder) throws Exception {
        for (EmbeddedModel model : EmbeddedModel.values()) {
            Path file = model.file(folder);
            byte[] weights = Files.readAllBytes(file);
            String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(weights));
            Path beside = file.resolveSibling(model.id() + ".sha256");
            assertThat(Files.readString(beside)).startsWith(sha256);
            assertThat(Files.readString(file.resolveSibling(model.id() + ".md"))).contains(sha256, "Apache-2.0");
            assertThat(weights.length).isLessThan(20 << 20);
        }
    }
}
