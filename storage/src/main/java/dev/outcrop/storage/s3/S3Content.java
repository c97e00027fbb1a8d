package dev.outcrop.storage.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.util.function.Function;

import dev.outcrop.storage.StorageException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The content of an object as it comes. Closed early, it hangs up rather than read the rest. */
final class S3Content extends FilterInputStream {
    private final ResponseInputStream<GetObjectResponse> content;
    private final Function<SdkException, StorageException> failures;
    private boolean ended;

    S3Content(ResponseInputStream<GetObjectResponse> content, Function<SdkException, StorageException> failures) {
        super(content);
        this.content = content;
        this.failures = failures;
    }

    @Override
    public int read() throws IOException {
        try {
            int read = content.read();
            ended = ended || read < 0;
            return read;
        } catch (SdkException e) {
            throw failures.apply(e);
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            int read = content.read(into, offset, length);
            ended = ended || read < 0;
            return read;
        } catch (SdkException e) {
            throw failures.apply(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (ended) {
            content.close();
        } else {
            content.abort();
        }
    }
}
