package dev.outcrop.wire.sigv4;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CanonicalRequestTest {
    private static final CredentialScope SCOPE = new CredentialScope("20261122", "us-east-1", "bedrock");

    @Test
    void pathsAreNormalizedAndEncodedOnceMore() {
        Map<String, String> paths = Map.ofEntries(
                Map.entry("", "/"),
                Map.entry("/", "/"),
                Map.entry("//", "/"),
                Map.entry("/model/a%3A0/invoke", "/model/a%253A0/invoke"),
                Map.entry("/model/a:0/invoke", "/model/a%3A0/invoke"),
                Map.entry("/model/a%2Fb/invoke", "/model/a%252Fb/invoke"),
                Map.entry("/a/./b//c/../d/", "/a/b/d/"),
                Map.entry("/../../a", "/a"),
                Map.entry("/a/..", "/"),
                Map.entry("/a/b/..", "/a/"),
                Map.entry("/a/.", "/a/"),
                Map.entry("/-_.~", "/-_.~"),
                Map.entry("/é", "/%C3%A9"));
        paths.forEach((raw, canonical) -> assertThat(CanonicalRequest.path(raw)).isEqualTo(canonical));
    }

    @Test
    void queriesAreDecodedEncodedAndSorted() {
        assertThat(CanonicalRequest.query(null)).isEmpty();
        assertThat(CanonicalRequest.query("")).isEmpty();
        assertThat(CanonicalRequest.query("b=2&a=2&a=1&c")).isEqualTo("a=1&a=2&b=2&c=");
        assertThat(CanonicalRequest.query("a=x+y%20z%2f&&=v")).isEqualTo("=v&a=x%2By%20z%2F");
        assertThat(CanonicalRequest.query("a=%zz%")).isEqualTo("a=%25zz%25");
        assertThat(CanonicalRequest.query("a=1=2")).isEqualTo("a=1%3D2");
        assertThat(CanonicalRequest.query("X-Amz-Signature=ab&X-Amz-Date=d")).isEqualTo("X-Amz-Date=d");
        // By name, and then by value: not by the whole text, where '-' comes before '='.
        assertThat(CanonicalRequest.query("a-b=1&a=2")).isEqualTo("a=2&a-b=1");
    }

    @Test
    void hostAndAuthorityStandForEachOther() {
        String host = CanonicalRequest.of("GET", "/", null, List.of(Map.entry("Host", "h:1")), List.of(":authority"),
                "p");
        assertThat(host).isEqualTo("GET\n/\n\n:authority:h:1\n\n:authority\np");
        String authority = CanonicalRequest.of("GET", "/", null, List.of(Map.entry(":authority", "h:1")),
                List.of("host"), "p");
        assertThat(authority).isEqualTo("GET\n/\n\nhost:h:1\n\nhost\np");
    }

    @Test
    void headersAreJoinedTrimmedAndCollapsed() {
        String canonical = CanonicalRequest.of(
                "GET",
                "/",
                null,
                List.of(Map.entry("A", "  x   y "), Map.entry("b", "z"), Map.entry("a", "\"q  r\"")),
                List.of("a", "absent"),
                "p");
        assertThat(canonical).isEqualTo("GET\n/\n\na:x y,\"q r\"\nabsent:\n\na;absent\np");
    }

    @Property(tries = 300)
    void everySignedPartCounts(@ForAll int place) {
        List<String> parts = List.of("POST", "/model/a%3A0/invoke", "x=1", "example.com", "20261122T094044Z", "hash");
        int changed = Math.floorMod(place, parts.size());
        List<String> other = new ArrayList<>(parts);
        other.set(changed, change(parts.get(changed), place));
        assertThat(signature(other)).isNotEqualTo(signature(parts)).hasSize(64);
        assertThat(Signatures.matches(signature(parts), signature(new ArrayList<>(parts)))).isTrue();
        assertThat(Signatures.matches(signature(parts), signature(other))).isFalse();
    }

    private static String change(String text, int place) {
        int at = Math.floorMod(place / 7, text.length());
        return text.substring(0, at) + (text.charAt(at) == 'Q' ? 'R' : 'Q') + text.substring(at + 1);
    }

    private static String signature(List<String> parts) {
        String canonical = CanonicalRequest.of(
                parts.get(0),
                parts.get(1),
                parts.get(2),
                List.of(Map.entry("host", parts.get(3)), Map.entry("x-amz-date", parts.get(4))),
                List.of("host", "x-amz-date"),
                parts.get(5));
        return SigningKey.derive("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", SCOPE)
                .sign(Signatures.stringToSign(parts.get(4), SCOPE, canonical));
    }

    @Test
    void aKeyIsGoodForItsScopeOnly() {
        String text = "AWS4-HMAC-SHA256\n";
        String signature = SigningKey.derive("secret", SCOPE).sign(text);
        for (CredentialScope other : List.of(
                new CredentialScope("20261123", "us-east-1", "bedrock"),
                new CredentialScope("20261122", "us-west-2", "bedrock"),
                new CredentialScope("20261122", "us-east-1", "s3"))) {
            assertThat(SigningKey.derive("secret", other).sign(text)).isNotEqualTo(signature);
        }
        assertThat(SigningKey.derive("secret", SCOPE).toString()).isEqualTo("SigningKey");
    }
}
