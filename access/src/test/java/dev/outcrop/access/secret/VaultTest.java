package dev.outcrop.access.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VaultTest {
    private static final Vault VAULT = new Vault(new byte[Vault.KEY_BYTES]);

    @Property(tries = 200)
    void whatIsSealedCanBeOpenedUnderItsNameAlone(@ForAll String name, @ForAll String secret) {
        String sealed = VAULT.seal(name, secret);
        // Lone surrogates have no bytes: secrets are ASCII.
        String expected = new String(secret.getBytes(UTF_8),
                UTF_8);
        assertThat(VAULT.open(name, sealed)).isEqualTo(expected);
        assertThatThrownBy(() -> VAULT.open(name + "x", sealed)).isInstanceOf(VaultException.class);
        assertThat(VAULT.seal(name, secret)).isNotEqualTo(sealed);
    }

    @Test
    void anyCharacterChangedAndAnyOtherKeyAreNoticed() {
        String sealed = VAULT.seal("AKIDEXAMPLE", "wJalrXUtnFEMI");
        for (int i = 0; i < sealed.length(); i++) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
            assertThatThrownBy(() -> VAULT.open("AKIDEXAMPLE", changed)).isInstanceOf(VaultException.class);
        }
        byte[] key = new byte[Vault.KEY_BYTES];
        key[31] = 1;
        assertThatThrownBy(() -> new Vault(key).open("AKIDEXAMPLE", sealed))
                .isInstanceOf(VaultException.class)
                .hasMessage("The secret of AKIDEXAMPLE was sealed with another key, or is damaged.");
        assertThatThrownBy(() -> VAULT.open("AKIDEXAMPLE", "")).isInstanceOf(VaultException.class);
        assertThat(new Vault(key).fingerprint()).isNotEqualTo(VAULT.fingerprint()).hasSize(16);
        assertThat(VAULT.toString()).isEqualTo("Vault[" + VAULT.fingerprint() + "]");
    }

    @Test
    void hashesAreSaltedAndBoundToNameAndKey() {
        String hash = VAULT.hash("alias", "secret");
        assertThat(VAULT.matches("alias", hash, "secret")).isTrue();
        assertThat(VAULT.matches("alias", hash, "secret2")).isFalse();
        assertThat(VAULT.matches("alias2", hash, "secret")).isFalse();
        assertThat(VAULT.matches("alias", "", "secret")).isFalse();
        assertThat(VAULT.hash("alias", "secret")).isNotEqualTo(hash);
        byte[] key = new byte[Vault.KEY_BYTES];
        key[0] = 1;
        assertThat(new Vault(key).matches("alias", hash, "secret")).isFalse();
    }

    @Test
    void theKeyFileIsMadeOnceForItsOwnerAlone(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("keys").resolve("secret.key");
        Callable<String> open = () -> KeyFile.open(file).fingerprint();
        Set<String> fingerprints = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<String> each : threads.invokeAll(List.of(open, open, open, open, open, open, open, open))) {
                fingerprints.add(each.get());
            }
        }
        assertThat(fingerprints).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(folder.resolve("keys")).isDirectoryContaining(each -> each.equals(file))
                .satisfies(keys -> assertThat(keys.toFile().list()).hasSize(1));
        assertThat(KeyFile.read(file).fingerprint()).isIn(fingerprints);
    }

    @Test
    void keyFilesThatCannotBeTrustedAreNot(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("secret.key");
        assertThatThrownBy(() -> KeyFile.read(file)).isInstanceOf(VaultException.class)
                .hasMessageContaining("There is no key file");
        KeyFile.open(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> KeyFile.open(file)).isInstanceOf(VaultException.class)
                .hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(KeyFile.open(file)).isNotNull();
        for (String content : List.of("", "c2hvcnQ=", "not base64!", "x".repeat(5_000))) {
            Files.writeString(file, content);
            assertThatThrownBy(() -> KeyFile.open(file)).isInstanceOf(VaultException.class)
                    .hasMessageContaining("does not hold 32 bytes in Base64");
        }
    }
}
