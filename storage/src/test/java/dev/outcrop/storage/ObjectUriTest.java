package dev.outcrop.storage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ObjectUriTest {

    @Test
    void aUriIsABucketAndAKey() {
        ObjectUri uri = ObjectUri.parse("s3://my-bucket.eu/a/b%20c");
        assertThat(uri).isEqualTo(new ObjectUri("my-bucket.eu", "a/b%20c")).hasToString("s3://my-bucket.eu/a/b%20c");
        assertThat(uri.resolve("d")).hasToString("s3://my-bucket.eu/a/b%20c/d");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "s3:", "s3://", "s3://bucket", "s3://bucket/", "s3:///key", "S3://bucket/key", "https://bucket/key",
            "bucket/key",
            "s3://bu/key", "s3://Bucket/key", "s3://bucket_/key", "s3://-bucket/key", "s3://bucket-/key",
            "s3://a..b/key",
            "s3://192.168.0.1/key", "s3://../key",
            "s3://bucket//key", "s3://bucket/a//b", "s3://bucket/a/", "s3://bucket/..", "s3://bucket/a/../b",
            "s3://bucket/./a",
            "s3://bucket/a/..", "s3://bucket/a\0b", "s3://bucket/a\nb", "s3://bucket/..\\..\\a", "s3://bucket/\ud800"})
    void whatNamesNoObjectIsRefused(String text) {
        assertThatThrownBy(() -> ObjectUri.parse(text)).isInstanceOf(ObjectNameException.class);
    }

    @Test
    void lengthsAreBounded() {
        assertThat(new ObjectUri("b".repeat(63), "k".repeat(1_024)).key()).hasSize(1_024);
        assertThatThrownBy(() -> new ObjectUri("b".repeat(64), "k")).isInstanceOf(ObjectNameException.class);
        assertThatThrownBy(() -> new ObjectUri("bucket", "k".repeat(1_025))).isInstanceOf(ObjectNameException.class);
        assertThatThrownBy(() -> new ObjectUri("bucket", "ü".repeat(513))).isInstanceOf(ObjectNameException.class);
        assertThatThrownBy(() -> ObjectUri.requireBucket("x".repeat(1_000_000)))
                .isInstanceOf(ObjectNameException.class)
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a/", "a/b", ".", "a/.", "a/.b"})
    void prefixesMayEndAnywhere(String prefix) {
        ObjectUri.requirePrefix(prefix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "a//", "..", "../", "a/../b", "./a", "\0"})
    void prefixesThatNoKeyBeginsWithAreRefused(String prefix) {
        assertThatThrownBy(() -> ObjectUri.requirePrefix(prefix)).isInstanceOf(ObjectNameException.class);
    }
}
