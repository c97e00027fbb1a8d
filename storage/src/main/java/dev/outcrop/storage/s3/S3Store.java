package dev.outcrop.storage.s3;

import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.outcrop.storage.ObjectNameException;
import dev.outcrop.storage.ObjectPage;
import dev.outcrop.storage.ObjectStore;
import dev.outcrop.storage.ObjectSummary;
import dev.outcrop.storage.ObjectUri;
import dev.outcrop.storage.PendingObject;
import dev.outcrop.storage.StorageException;
import dev.outcrop.storage.StorageException.Reason;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Buckets of an S3-compatible service.
 *
 * <p>Checksums are sent and checked where the protocol requires them, as not every service that speaks it knows the newer
 * ones; transport security and the signature guard the rest.
 */
public final class S3Store implements ObjectStore {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final S3Client client;
    private final String service;

    /** Connects to nothing until it is asked for something. */
    public S3Store(S3Options options) {
        Region region = Region.of(options.region());
        // The endpoint is always said: AWS_ENDPOINT_URL often means Outcrop itself where Outcrop runs.
        URI endpoint = options.endpoint() != null
                ? options.endpoint()
                : URI.create("https://" + S3Client.serviceMetadata().endpointFor(region));
        service = "The object store at " + endpoint;
        client = S3Client.builder()
                .region(region)
                .endpointOverride(endpoint)
                .forcePathStyle(options.pathStyle())
                .credentialsProvider(credentials(options.credentials()))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(
                        UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE))
                .build();
    }

    private static AwsCredentialsProvider credentials(S3Options.@Nullable Keys keys) {
        return keys == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider
                        .create(AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey()));
    }

    @Override
    public InputStream read(ObjectUri uri, long offset, long length) throws StorageException {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("negative range");
        }
        if (length == 0) {
            require(uri);
            return InputStream.nullInputStream();
        }
        String last = length > Long.MAX_VALUE - offset ? "" : Long.toString(offset + length - 1);
        boolean whole = offset == 0 && last.isEmpty();
        try {
            return new S3Content(client.getObject(request -> request.bucket(uri.bucket())
                    .key(uri.key())
                    .range(whole ? null : "bytes=" + offset + "-" + last)),
                    failure -> failure(uri.toString(), failure));
        } catch (S3Exception e) {
            if (e.statusCode() == 416) {
                return InputStream.nullInputStream(); // The object is there and has no such bytes.
            }
            throw failure(uri.toString(), e);
        } catch (SdkException e) {
            throw failure(uri.toString(), e);
        }
    }

    private void require(ObjectUri uri) throws StorageException {
        if (find(uri).isEmpty()) {
            throw new StorageException(Reason.NO_OBJECT, "There is no object " + uri + ".", null);
        }
    }

    @Override
    public PendingObject write(ObjectUri uri) {
        return new S3Object(client, uri, failure -> failure(uri.toString(), failure));
    }

    @Override
    public ObjectPage list(String bucket, String prefix, @Nullable String after, int limit) throws StorageException {
        ObjectUri.requireBucket(bucket);
        ObjectUri.requirePrefix(prefix);
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("limit " + limit);
        }
        ListObjectsV2Response page = asked(
                "s3://" + bucket, () -> client.listObjectsV2(
                        request -> request.bucket(bucket).prefix(prefix).startAfter(after).maxKeys(limit)));
        List<ObjectSummary> objects = page.contents()
                .stream()
                .filter(object -> isOurs(object.key()))
                .map(object -> new ObjectSummary(
                        new ObjectUri(bucket, object.key()), object.size(), object.lastModified()))
                .toList();
        boolean more = Boolean.TRUE.equals(page.isTruncated()) && !page.contents().isEmpty();
        return new ObjectPage(objects, more ? page.contents().getLast().key() : null);
    }

    /** What others wrote may have keys that cannot be said here: a slash at the end marks a folder in many tools. */
    private static boolean isOurs(String key) {
        try {
            return !new ObjectUri("any", key).key().isEmpty();
        } catch (ObjectNameException e) {
            return false;
        }
    }

    @Override
    public Optional<ObjectSummary> find(ObjectUri uri) throws StorageException {
        try {
            var head = client.headObject(request -> request.bucket(uri.bucket()).key(uri.key()));
            return Optional.of(new ObjectSummary(uri, head.contentLength(), head.lastModified()));
        } catch (NoSuchKeyException e) {
            // The answer to HEAD has no body that could say whether it is the bucket that is missing.
            asked("s3://" + uri.bucket(), () -> client.headBucket(request -> request.bucket(uri.bucket())));
            return Optional.empty();
        } catch (SdkException e) {
            throw failure(uri.toString(), e);
        }
    }

    @Override
    public void delete(ObjectUri uri) throws StorageException {
        asked(uri.toString(), () -> client.deleteObject(request -> request.bucket(uri.bucket()).key(uri.key())));
    }

    private <T> T asked(String what, Supplier<T> question) throws StorageException {
        try {
            return question.get();
        } catch (SdkException e) {
            throw failure(what, e);
        }
    }

    /** The SDK's messages name hosts, buckets and request ids, and no secrets. */
    private StorageException failure(String what, SdkException e) {
        if (!(e instanceof S3Exception answered)) {
            return new StorageException(
                    Reason.UNAVAILABLE, service + " cannot be used for " + what + ": " + e.getMessage(), e);
        }
        String code = answered.awsErrorDetails() == null
                ? ""
                : String.valueOf(answered.awsErrorDetails().errorCode());
        return switch (code) {
            case "NoSuchBucket" -> noBucket(what, e);
            case "NoSuchKey" -> new StorageException(Reason.NO_OBJECT, "There is no object " + what + ".", e);
            default -> switch (answered.statusCode()) {
                case 404 -> noBucket(what, e);
                case 401, 403 -> new StorageException(
                        Reason.DENIED,
                        service + " refuses access to " + what + (code.isEmpty() ? "" : " (" + code + ")")
                                + ": check `storage.s3` and the permissions of its credentials.",
                        e);
                default -> new StorageException(
                        Reason.UNAVAILABLE,
                        service + " answers " + answered.statusCode() + " for " + what + ": " + e.getMessage(), e);
            };
        };
    }

    private StorageException noBucket(String what, SdkException e) {
        return new StorageException(
                Reason.NO_BUCKET,
                service + " has no bucket of " + what + ": make it, or map it to a folder in `storage.buckets`.", e);
    }

    @Override
    public void close() {
        client.close();
    }
}
