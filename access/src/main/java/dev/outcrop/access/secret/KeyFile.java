package dev.outcrop.access.secret;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The file that holds a vault's key: 32 random bytes in Base64, one line, readable by its owner alone. */
public final class KeyFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final int MOST_BYTES = 1_024;

    private KeyFile() {}

    /**
     * Opens the vault of a file; the file is made when it is not there. Of several processes that make it at once, one does.
     *
     * @throws VaultException when it cannot be made, read, or trusted
     */
    public static Vault open(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return read(file);
        } catch (IOException e) {
            throw new VaultException(
                    "The key file " + file + " cannot be made (" + e.getClass().getSimpleName() + ").");
        }
    }

    /**
     * Opens the vault of a file that is there.
     *
     * @throws VaultException when it is not there, cannot be read, or can be read by others
     */
    public static Vault read(Path file) {
        try {
            PosixFileAttributeView attributes = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (attributes != null) {
                Set<PosixFilePermission> granted = attributes.readAttributes().permissions();
                if (granted.contains(PosixFilePermission.OTHERS_READ)
                        || granted.contains(PosixFilePermission.OTHERS_WRITE)) {
                    throw new VaultException("The key file " + file
                            + " is open to every user of this machine: chmod 600 " + file + ".");
                }
            }
            if (Files.size(file) > MOST_BYTES) {
                throw noKey(file);
            }
            byte[] key = Base64.getDecoder().decode(Files.readString(file, US_ASCII).strip());
            if (key.length != Vault.KEY_BYTES) {
                throw noKey(file);
            }
            return new Vault(key);
        } catch (NoSuchFileException e) {
            throw new VaultException("There is no key file " + file
                    + ". The secrets in the database cannot be used without it: bring it back from where it was made.");
        } catch (IOException e) {
            throw new VaultException(
                    "The key file " + file + " cannot be read (" + e.getClass().getSimpleName() + ").");
        } catch (IllegalArgumentException e) {
            throw noKey(file);
        }
    }

    private static VaultException noKey(Path file) {
        return new VaultException("The key file " + file + " does not hold 32 bytes in Base64"
                + " (make one with: openssl rand -base64 32).");
    }

    /** Written whole under another name first, then linked: nobody reads half a key, and nobody's key is replaced. */
    private static void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        byte[] key = new byte[Vault.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Path part = Files.createTempFile(folder, "secret", ".part");
        try {
            if (Files.getFileAttributeView(part, PosixFileAttributeView.class) != null) {
                Files.setPosixFilePermissions(part, OWNER_ONLY);
            }
            Files.writeString(part, Base64.getEncoder().encodeToString(key) + "\n", US_ASCII);
            Files.createLink(file, part);
        } catch (FileAlreadyExistsException e) {
            // Another process was faster; its key holds.
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
