package dev.outcrop.server.http;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

import dev.outcrop.server.ServerOptions;

/** A self-signed certificate that lives for one test. */
final class SelfSigned {
    private static final char[] PASSWORD = "for-one-test".toCharArray();

    private SelfSigned() {}

    /** Has the JDK's keytool make a key and certificate for 127.0.0.1, and writes both as PEM. */
    static ServerOptions.Tls create(Path directory) throws Exception {
        Path store = directory.resolve("test.p12");
        Process keytool = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-keystore", store.toString(), "-storetype", "PKCS12",
                "-storepass", new String(PASSWORD), "-alias", "test", "-keyalg", "EC", "-groupname", "secp256r1",
                "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1", "-validity", "1")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        if (!keytool.waitFor(20, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new AssertionError("keytool failed: " + Files.readString(directory.resolve("keytool.log")));
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return new ServerOptions.Tls(
                pem(directory.resolve("test.crt"), "CERTIFICATE", keys.getCertificate("test").getEncoded()),
                pem(directory.resolve("test.key"), "PRIVATE KEY", keys.getKey("test", PASSWORD).getEncoded()));
    }

    private static Path pem(Path file, String label, byte[] der) throws Exception {
        String base64 = Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der);
        return Files.writeString(
                file, "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
    }
}
