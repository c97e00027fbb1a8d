package dev.outcrop.storage.s3;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;

import dev.outcrop.storage.ObjectStore;
import dev.outcrop.storage.ObjectStoreContract;
import dev.outcrop.storage.ObjectUri;
import dev.outcrop.storage.PendingObject;
import dev.outcrop.storage.StorageException;
import dev.outcrop.storage.StorageException.Reason;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Against S3Proxy: S3's protocol, with signatures checked, on this machine's loopback interface. */
class S3StoreTest extends ObjectStoreContract {
    private static final S3Options.Keys KEYS = new S3Options.Keys(
            "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

    @TempDir
    Path root;

    private final Service service = new Service();

    /** One service for one test. */
    private static final class Service {
        private final BlobStoreContext context = ContextBuilder.newBuilder("transient-nio2")
                .credentials("local-identity", "local-credential")
                .overrides(new Properties())
                .build(BlobStoreContext.class);
        private final BlobStore blobs = context.getBlobStore();
        private final S3Proxy proxy = S3Proxy.builder()
                .blobStore(blobs)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, KEYS.accessKeyId(), KEYS.secretAccessKey())
                .build();

        void start() throws Exception {
            proxy.start();
            blobs.createContainerInLocation(null, BUCKET);
        }

        S3Store store(S3Options.Keys keys) {
            return new S3Store(new S3Options(
                    URI.create("http://127.0.0.1:" + proxy.getPort()), "us-east-1", true, keys));
        }

        void stop() throws Exception {
            proxy.stop();
            context.close();
        }
    }

    private S3Store store = new S3Store(new S3Options(URI.create("http://127.0.0.1:9"), "us-east-1", true, KEYS));

    @BeforeEach
    void start() throws Exception {
        service.start();
        store = service.store(KEYS);
    }

    @AfterEach
    void stop() throws Exception {
        store.close();
        service.stop();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Test
    void wrongCredentialsAreDeniedWithAWordOnWhatToDo() {
        try (S3Store stranger = service.store(new S3Options.Keys("AKIAI44QH8DHBEXAMPLE", KEYS.secretAccessKey()))) {
            assertThatThrownBy(() -> stranger.read(new ObjectUri(BUCKET, "k"))).isInstanceOfSatisfying(
                    StorageException.class, e -> {
                        assertThat(e.reason()).isEqualTo(Reason.DENIED);
                        assertThat(e).hasMessageContaining("storage.s3");
                        assertThat(String.valueOf(e.getMessage())).doesNotContain(KEYS.secretAccessKey());
                    });
        }
    }

    @Test
    void aServiceThatIsNotThereIsUnavailable() throws Exception {
        service.proxy.stop();
        assertThatThrownBy(() -> store.read(new ObjectUri(BUCKET, "k")))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
        assertThatThrownBy(() -> {
            try (PendingObject object = store.write(new ObjectUri(BUCKET, "k"))) {
                object.write(1);
                object.commit();
            }
        }).isInstanceOfSatisfying(
                StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
    }

    @Test
    void keysOfOthersThatAreNoneHereAreNotListed() throws IOException {
        service.blobs.putBlob(BUCKET, service.blobs.blobBuilder("folder/").payload(new byte[0]).build());
        service.blobs.putBlob(BUCKET,
                service.blobs.blobBuilder("folder/" + UUID.randomUUID()).payload(new byte[1]).build());
        assertThat(store.list(BUCKET, "", null, 10).objects()).hasSize(1);
    }
}
