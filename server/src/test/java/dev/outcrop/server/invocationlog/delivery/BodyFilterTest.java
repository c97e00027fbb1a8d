package dev.outcrop.server.invocationlog.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import dev.outcrop.server.invocationlog.LogSettings;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BodyFilterTest {
    private static final BodyFilter EVERYTHING = new BodyFilter(LogSettings.read("{}"));
    private static final BodyFilter TEXTS = new BodyFilter(LogSettings.read("""
            {"imageDataDeliveryEnabled":false,"embeddingDataDeliveryEnabled":false,"videoDataDeliveryEnabled":false,
             "audioDataDeliveryEnabled":false}"""));

    private static @Nullable String filtered(BodyFilter filter, String json) {
        byte[] body = filter.apply(json.getBytes(StandardCharsets.UTF_8));
        return body == null ? null : new String(body, StandardCharsets.UTF_8);
    }

    private static String base64(String begin) {
        return Base64.getEncoder().encodeToString((begin + "x".repeat(60)).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aBodyIsOneLineWithItsNumbersAsTheyWereWritten() {
        assertThat(filtered(EVERYTHING, """
                { "a" : [ 1.0, 1e400, 0.10000000000000000000000001, -0 , 12345678901234567890123 ],
                  "b" : "line\\nbreak ü 😀", "c" : null, "d" : true, "e" : { } }
                """))
                .isEqualTo("{\"a\":[1.0,1e400,0.10000000000000000000000001,-0,12345678901234567890123],"
                        + "\"b\":\"line\\nbreak ü 😀\",\"c\":null,\"d\":true,\"e\":{}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{}x", "{} {}", "[1,]", "nul", "{\"a\":1", "{\"a\" 1}", "\"\u0001\""})
    void whatIsNoJsonIsNone(String text) {
        assertThat(filtered(EVERYTHING, text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"text\"", "[]", "null"})
    void anyValueIsABody(String json) {
        assertThat(filtered(EVERYTHING, json)).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "\u0089PNG\r\n\u001a\n", "\u00ff\u00d8\u00ff\u00e0", "GIF89a", "RIFF1234WEBPVP8 ", "RIFF1234WAVEfmt ",
            "\0\0\0\u0018ftypmp42", "ID3\u0004", "OggS\0", "fLaC\0"})
    void dataIsKnownByItsFirstBytesWhereverItIs(String begin) {
        String body = "{\"whatever\":[{\"x\":\"" + base64(begin) + "\",\"text\":\"stays\"}]}";
        assertThat(filtered(TEXTS, body))
                .isEqualTo("{\"whatever\":[{\"x\":\"" + BodyFilter.LEFT_OUT + "\",\"text\":\"stays\"}]}");
        assertThat(filtered(EVERYTHING, body)).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"image\":{\"format\":\"png\",\"source\":{\"bytes\":\"%s\"}}}",
            "{\"video\":{\"format\":\"mkv\",\"source\":{\"bytes\":\"%s\"}}}",
            "{\"audio\":{\"data\":\"%s\"}}",
            "{\"inputImage\":\"%s\"}",
            "{\"images\":[\"%s\"]}",
            "{\"image_url\":{\"url\":\"data:image/png;base64,%s\"}}",
            "{\"images\":[\"data:image/jpeg;base64,%s\"]}"})
    void dataWithoutAMarkIsKnownByItsMembers(String form) {
        String data = base64("no mark at all");
        assertThat(filtered(TEXTS, form.formatted(data))).doesNotContain(data).contains(BodyFilter.LEFT_OUT);
        assertThat(filtered(EVERYTHING, form.formatted(data))).contains(data);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"image\":\"a picture of a cat, which is a description of some length\"}",
            "{\"data\":\"aGVsbG8gd29ybGQgdGhpcyBpcyBhIHRleHQgaW4gYmFzZTY0\"}",
            "{\"image\":{\"source\":{\"s3Location\":{\"uri\":\"s3://my-bucket/pictures/of/cats/and/dogs.png\"}}}}",
            "{\"text\":\"data is what it is\"}"})
    void textsStay(String json) {
        assertThat(filtered(TEXTS, json)).isEqualTo(json);
    }

    @Test
    void vectorsLeaveNothing() {
        assertThat(filtered(TEXTS, """
                {"embedding":[0.1,0.2],"embeddingsByType":{"float":[1]},"inputTextTokenCount":3,"embeddings":[[1]]}"""))
                .isEqualTo("{\"inputTextTokenCount\":3}");
    }

    @Property(tries = 300)
    void anyBytesAreFilteredOrRefused(@ForAll @Size(max = 200) byte[] bytes) {
        byte[] once = TEXTS.apply(bytes);
        if (once != null) {
            assertThat(TEXTS.apply(once)).isEqualTo(once);
            assertThat(once).doesNotContain('\n');
        }
    }

    @Test
    void deepBodiesAreRefusedRatherThanOverflow() {
        assertThat(filtered(EVERYTHING, "[".repeat(900) + "]".repeat(900))).isNotNull();
        assertThat(filtered(EVERYTHING, "[".repeat(100_000) + "]".repeat(100_000))).isNull();
    }
}
