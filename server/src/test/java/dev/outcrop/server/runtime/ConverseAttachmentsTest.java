package dev.outcrop.server.runtime;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

import dev.outcrop.inference.Prompt;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static dev.outcrop.server.testing.TestServer.message;
import static org.assertj.core.api.Assertions.assertThat;

/** Documents and pictures in conversations. The engine behind is blind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConverseAttachmentsTest {
    private static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0";

    private final TestServer server = new TestServer();

    @AfterAll
    void stop() {
        server.close();
    }

    private HttpResponse<byte[]> converse(List<String> blocks) throws Exception {
        return server.postJson(
                "/model/" + HAIKU + "/converse",
                "{\"messages\":[{\"role\":\"user\",\"content\":[" + String.join(",", blocks) + "]}]}");
    }

    private String refusal(String... blocks) throws Exception {
        HttpResponse<byte[]> response = converse(List.of(blocks));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(server.model().wasAsked()).isFalse();
        return message(response);
    }

    private static String document(String name, String format, byte[] bytes) {
        return "{\"document\":{\"name\":\"" + name + "\",\"format\":\"" + format + "\",\"source\":{\"bytes\":\""
                + Base64.getEncoder().encodeToString(bytes) + "\"}}}";
    }

    private static String image(String format, byte[] bytes) {
        return "{\"image\":{\"format\":\"" + format + "\",\"source\":{\"bytes\":\""
                + Base64.getEncoder().encodeToString(bytes) + "\"}}}";
    }

    /** The head of a PNG file. */
    private static byte[] png(int width, int height, int length) {
        ByteBuffer file = ByteBuffer.allocate(length);
        file.put(new byte[]{(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'});
        file.putInt(width).putInt(height);
        return file.array();
    }

    private String asked() throws Exception {
        return server.model().awaitRun().request().prompt() instanceof Prompt.Chat chat
                ? chat.messages().getLast().text()
                : "";
    }

    @Test
    void aDocumentReachesTheModelAsItsText() throws Exception {
        assertThat(converse(List.of(
                document("Fees 2026", "csv", "item,price\npen,2\n".getBytes(StandardCharsets.UTF_8)),
                "{\"document\":{\"name\":\"Note\",\"context\":\"From Ann.\",\"source\":{\"text\":\"Bring bread.\"}}}",
                "{\"text\":\"What does a pen cost?\"}")).statusCode()).isEqualTo(200);
        assertThat(asked()).isEqualTo("""
                <document name="Fees 2026" format="csv">
                item,price
                pen,2
                </document>
                <document name="Note">
                From Ann.

                Bring bread.
                </document>
                What does a pen cost?""");
    }

    @Test
    void documentsThatCannotBeReadAreTheCallersError() throws Exception {
        assertThat(refusal(document("a", "pdf", "no pdf".getBytes(StandardCharsets.UTF_8))))
                .startsWith("The document at messages.0.content.0 can't be read. ");
        assertThat(refusal(document("a", "txt", new byte[4_500_001])))
                .isEqualTo("The document at messages.0.content.0 is larger than 4.5 MB.");
        assertThat(refusal(document("a.txt", "txt", new byte[]{'a'})))
                .isEqualTo("The document file name can only contain alphanumeric characters, whitespace characters,"
                        + " hyphens, parentheses, and square brackets. The name can't contain more than one consecutive"
                        + " whitespace character.");
        String small = document("a", "txt", new byte[]{'a'});
        assertThat(refusal(small, small, small, small, small, small))
                .isEqualTo("A request can have at most 5 documents.");
    }

    @Test
    void picturesAreMeasuredBeforeAnyEngineIsAsked() throws Exception {
        assertThat(refusal(image("png", "no image".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("The model returned the following errors: messages.0.content.0.image.source.bytes: Could not"
                        + " process image");
        assertThat(refusal(image("jpeg", png(2, 2, 64))))
                .isEqualTo(
                        "The model returned the following errors: messages.0.content.0.image.source.bytes: The image was"
                                + " specified using the image/jpeg media type, but the image appears to be a image/png image");
        assertThat(refusal(image("png", png(2, 2, 64))))
                .as("the engine is blind")
                .isEqualTo(
                        "This model doesn't support the image content block that you provided. Update the content block"
                                + " and try again.");
        assertThat(refusal(image("png", png(8_001, 2, 64))))
                .isEqualTo("The image at messages.0.content.0 is wider or higher than 8000 pixels.");
        assertThat(refusal(image("png", png(2, 2, 3_932_161))))
                .isEqualTo("The image at messages.0.content.0 is larger than 3.75 MB.");
        assertThat(refusal(Collections.nCopies(21, image("png", png(2, 2, 64))).toArray(String[]::new)))
                .isEqualTo("A request can have at most 20 images.");
    }

    /** Text of 20 MB in a document that came as text, which no document limit bounds. */
    @Test
    void twentyMegabytesOfTextAreHandedOn() throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"document\":{\"name\":\"a\",\"source\":{\"text\":\""
                        .getBytes(StandardCharsets.UTF_8));
        body.writeBytes("word ".repeat(4_000_000).getBytes(StandardCharsets.UTF_8));
        body.writeBytes("\"}}},{\"text\":\"Hi\"}]}]}".getBytes(StandardCharsets.UTF_8));
        HttpResponse<byte[]> response = server.post(
                "/model/" + HAIKU + "/converse", body.toByteArray(), "Content-Type", "application/json");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(asked()).hasSizeGreaterThan(20_000_000);
    }

    @Test
    void tenThousandMessagesAreOneConversation() throws Exception {
        StringBuilder body = new StringBuilder("{\"messages\":[");
        for (int i = 0; i < 5_000; i++) {
            body.append("{\"role\":\"user\",\"content\":[{\"text\":\"u\"}]},");
            body.append("{\"role\":\"assistant\",\"content\":[{\"text\":\"a\"}]},");
        }
        body.append("{\"role\":\"user\",\"content\":[{\"text\":\"last\"}]}]}");
        assertThat(server.postJson("/model/" + HAIKU + "/converse", body.toString()).statusCode()).isEqualTo(200);
        assertThat(server.model().awaitRun().request().prompt())
                .isInstanceOfSatisfying(Prompt.Chat.class, chat -> assertThat(chat.messages()).hasSize(10_001));
    }

    @Test
    void deeplyNestedArgumentsAreRefused() throws Exception {
        String nested = "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000);
        HttpResponse<byte[]> response = server.postJson(
                "/model/" + HAIKU + "/converse",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]},{\"role\":\"assistant\",\"content\":"
                        + "[{\"toolUse\":{\"toolUseId\":\"a\",\"name\":\"t\",\"input\":" + nested + "}}]}]}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(server.model().wasAsked()).isFalse();
    }
}
