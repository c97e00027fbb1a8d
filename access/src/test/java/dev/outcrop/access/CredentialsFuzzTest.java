package dev.outcrop.access;

import java.time.Instant;
import java.time.InstantSource;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.outcrop.access.signature.SignatureRules;
import dev.outcrop.access.testing.ExampleKeys;
import dev.outcrop.access.testing.HeaderList;
import dev.outcrop.access.testing.RawRequest;
import dev.outcrop.wire.error.ServiceException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.fail;

/**
 * Fuzzes what reads credentials: the header of signatures, the query of presigned URLs, bearer tokens. Whatever is sent, it
 * is refused with an error of the service's.
 *
 * <p>In a normal build the fuzz test runs on the stored inputs; with {@code JAZZER_FUZZ=1} it searches for new ones.
 */
class CredentialsFuzzTest {
    private static final Authenticator AUTHENTICATOR = new Authenticator(
            SignatureRules.bedrock("us-east-1"), InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z")));
    private static final ExampleKeys KEYS = ExampleKeys.pair(null);

    @FuzzTest(maxDuration = "60s")
    void anyCredentialsAreRefused(byte[] bytes) {
        String text = new String(bytes, ISO_8859_1);
        refused(null, text);
        refused("AWS4-HMAC-SHA256 " + text, null);
        refused("Bearer " + text, null);
        refused("Bearer ABSK" + text, null);
        refused("Bearer bedrock-api-key-" + text, null);
        refused(text, "X-Amz-Algorithm=AWS4-HMAC-SHA256&" + text);
    }

    @Property(tries = 500)
    void anyParametersAreRefused(
            @ForAll @StringLength(max = 40) @CharRange(from = ' ', to = '~') String credential,
            @ForAll @StringLength(max = 20) @CharRange(from = '0', to = '9') @Chars({'T', 'Z'}) String date,
            @ForAll @StringLength(max = 20) @CharRange(from = 'a', to = 'z') @Chars({';', ':', '-'}) String names,
            @ForAll @StringLength(max = 70) String signature) {
        String scope = "AKIDEXAMPLE/" + date + "/us-east-1/bedrock/aws4_request";
        for (String each : new String[]{credential, scope}) {
            refused("AWS4-HMAC-SHA256 Credential=" + each + ",SignedHeaders=" + names + ",Signature=" + signature,
                    null);
            refused(null, "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + each + "&X-Amz-Date=" + date
                    + "&X-Amz-Expires=60&X-Amz-SignedHeaders=" + names + "&X-Amz-Signature=" + signature);
        }
    }

    private static void refused(@Nullable String authorization, @Nullable String query) {
        HeaderList headers = HeaderList.of("host", "localhost", "x-amz-date", "20261122T120000Z");
        RawRequest request = RawRequest.of(
                "POST", "/model/m/invoke",
                authorization == null ? headers : headers.with("authorization", authorization),
                new byte[0]).withQuery(query);
        try {
            AUTHENTICATOR.authenticate(request.received(), KEYS);
        } catch (ServiceException expected) {
            return;
        }
        fail("accepted: %s %s", authorization, query);
    }
}
