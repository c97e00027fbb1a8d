package dev.outcrop.storage.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.outcrop.storage.ObjectUri;
import dev.outcrop.storage.PendingObject;
import dev.outcrop.storage.StorageException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An object on its way to a service: one request when it fits into a part, a multipart upload when not.
 *
 * <p>Holds one part, so at most {@value #PART} bytes; the protocol's 10,000 parts make objects of up to 160 GB.
 */
final class S3Object extends PendingObject {
    private static final Logger LOG = LoggerFactory.getLogger(S3Object.class);
    private static final int PART = 16 * 1024 * 1024;
    private static final int FIRST_BUFFER = 64 * 1024;

    private final S3Client client;
    private final ObjectUri uri;
    private final Function<SdkException, StorageException> failures;
    private final List<CompletedPart> parts = new ArrayList<>();
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int buffered;
    private @Nullable String upload;
    private boolean closed;

    S3Object(S3Client client, ObjectUri uri, Function<SdkException, StorageException> failures) {
        this.client = client;
        this.uri = uri;
        this.failures = failures;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        int from = offset;
        int left = length;
        while (left > 0) {
            if (buffered == PART) {
                sendPart();
            }
            int taken = Math.min(left, PART - buffered);
            if (buffered + taken > buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.min(PART, Math.max(buffer.length * 2, buffered + taken)));
            }
            System.arraycopy(bytes, from, buffer, buffered, taken);
            buffered += taken;
            from += taken;
            left -= taken;
        }
    }

    private void sendPart() throws StorageException {
        String id = upload;
        if (id == null) {
            id = asked(() -> client.createMultipartUpload(
                    request -> request.bucket(uri.bucket()).key(uri.key()))).uploadId();
            upload = id;
        }
        String begun = id;
        int number = parts.size() + 1;
        String tag = asked(() -> client.uploadPart(
                request -> request.bucket(uri.bucket()).key(uri.key()).uploadId(begun).partNumber(number),
                content())).eTag();
        parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        buffered = 0;
    }

    /** Read again when a request is repeated, so it must not change before the answer, and is not copied. */
    private RequestBody content() {
        return RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(buffer, 0, buffered), buffered, "application/octet-stream");
    }

    @Override
    public void commit() throws StorageException {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        try {
            if (upload == null) {
                asked(() -> client.putObject(request -> request.bucket(uri.bucket()).key(uri.key()), content()));
            } else {
                sendPart();
                String begun = upload;
                asked(() -> client.completeMultipartUpload(request -> request.bucket(uri.bucket())
                        .key(uri.key())
                        .uploadId(begun)
                        .multipartUpload(completed -> completed.parts(parts))));
            }
            closed = true;
        } finally {
            close();
        }
    }

    private <T> T asked(Supplier<T> question) throws StorageException {
        try {
            return question.get();
        } catch (SdkException e) {
            throw failures.apply(e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        String begun = upload;
        if (begun != null) {
            try {
                client.abortMultipartUpload(
                        request -> request.bucket(uri.bucket()).key(uri.key()).uploadId(begun));
            } catch (SdkException e) {
                LOG.warn("The parts of {} that were sent cannot be given up: {}", uri, e.getMessage());
            }
        }
    }
}
