package dev.outcrop.families.image;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import dev.outcrop.families.testing.Calls;
import dev.outcrop.families.testing.Pictures;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Part;
import dev.outcrop.inference.Prompt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Pictures in every family that takes them. Single quotes stand for double ones. */
class ImagesTest {
    private static final String PNG = Pictures.png();
    private static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0";

    private static String claude(String blocks) {
        return ("{'anthropic_version':'bedrock-2023-05-31','max_tokens':5,'messages':[{'role':'user','content':["
                + blocks + "]}]}").replace('\'', '"');
    }

    private static String block(String mediaType, String data) {
        return "{'type':'image','source':{'type':'base64','media_type':'" + mediaType + "','data':'" + data + "'}}";
    }

    static Stream<Arguments> families() {
        String chat = "{'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':"
                + "'data:image/png;base64," + PNG + "'}},{'type':'text','text':'What?'}]}]}";
        return Stream.of(
                Arguments.of(HAIKU, claude(block("image/png", PNG) + ",{'type':'text','text':'What?'}")),
                Arguments.of("amazon.nova-lite-v1:0",
                        "{'messages':[{'role':'user','content':[{'image':{'format':'png','source':{'bytes':'" + PNG
                                + "'}}},{'text':'What?'}]}]}"),
                Arguments.of("mistral.pixtral-large-2502-v1:0", chat),
                Arguments.of("qwen.qwen3-vl-235b-a22b", chat),
                Arguments.of("writer.palmyra-vision-7b", chat),
                Arguments.of("my-model", chat),
                Arguments.of("my-model", "{'prompt':'What?','max_tokens':5,'images':['" + PNG + "']}"),
                Arguments.of("meta.llama4-scout-17b-instruct-v1:0", "{'prompt':'What?','images':['" + PNG + "']}"),
                Arguments.of("meta.llama3-2-11b-instruct-v1:0",
                        "{'prompt':'<|begin_of_text|><|start_header_id|>user<|end_header_id|>\\n\\n<|image|>What?<|eot_id|>"
                                + "<|start_header_id|>assistant<|end_header_id|>\\n\\n','images':['" + PNG + "']}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("families")
    void everyFamilyShowsThemToTheEngine(String modelId, String body) {
        Prompt.Chat chat = (Prompt.Chat) Calls.call(modelId, body).generation().prompt();
        assertThat(chat.messages()).singleElement().satisfies(message -> {
            assertThat(message.role()).isEqualTo(Message.Role.USER);
            assertThat(message.parts()).hasSize(2);
            assertThat(message.parts().getFirst()).isInstanceOfSatisfying(Part.Image.class, image -> {
                assertThat(image.mediaType()).isEqualTo("image/png");
                assertThat(image.bytes()).isEqualTo(Pictures.png(1, 1, 0));
            });
            assertThat(message.text()).isEqualTo("What?");
        });
    }

    @Test
    void masksWordsBesideAPicture() {
        var call = Calls.call("my-model", "{'prompt':'I am Ann','images':['" + PNG + "']}");
        assertThat(call.spans()).hasSize(1);
        Prompt.Chat masked = (Prompt.Chat) call.withTexts(List.of("I am {NAME}")).generation().prompt();
        assertThat(masked.messages().getFirst().parts()).hasSize(2);
        assertThat(masked.messages().getFirst().text()).isEqualTo("I am {NAME}");
    }

    static Stream<Arguments> wrong() {
        String where = "messages.0.content.0.image.source.base64";
        return Stream.of(
                Arguments.of("image/bmp", PNG,
                        where + ".media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'"),
                Arguments.of("image/png", "???", where + ".data: invalid base64 data"),
                Arguments.of("image/png", "AAAA", where + ".data: Could not process image"),
                Arguments.of("image/jpeg", PNG,
                        where + ".data: The image was specified using the image/jpeg media type,"
                                + " but the image appears to be a image/png image"),
                Arguments.of("image/png", Pictures.base64(Pictures.png(8_001, 1, 0)),
                        where + ".data: At least one of the image dimensions exceed max allowed size: 8000 pixels"),
                Arguments.of("image/png", Pictures.base64(Pictures.png(60_000, 60_000, 0)),
                        where + ".data: At least one of the image dimensions exceed max allowed size: 8000 pixels"),
                Arguments.of("image/png", Pictures.base64(Pictures.png(1, 1, 3_932_161)),
                        where + ": image exceeds 3.75 MB maximum: 3932161 bytes > 3932160 bytes"),
                Arguments.of("image/png", "A".repeat(20_000_000),
                        where + ": image exceeds 3.75 MB maximum: 15000000 bytes > 3932160 bytes"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("wrong")
    void saysWhatIsWrongWithOne(String mediaType, String data, String message) {
        assertThat(Calls.refusal(HAIKU, claude(block(mediaType, data)))).isEqualTo(message);
    }

    @Test
    void countsThem() {
        String twenty = (block("image/png", PNG) + ",").repeat(19) + block("image/png", PNG);
        assertThat(Calls.parse(HAIKU, claude(twenty))).isNotNull();
        assertThat(Calls.refusal(HAIKU, claude(twenty + "," + block("image/png", PNG))))
                .isEqualTo("too many images and documents: 21 + 0 > 20");
        String url = "{'type':'image_url','image_url':'data:image/png;base64," + PNG + "'}";
        String eleven = "{'messages':[{'role':'user','content':[" + (url + ",").repeat(10) + url + "]}]}";
        assertThat(Calls.refusal("mistral.pixtral-large-2502-v1:0", eleven.replace('\'', '"')))
                .isEqualTo("too many images and documents: 11 + 0 > 10");
    }

    @Test
    void fetchesNothing() {
        assertThat(Calls.refusal("qwen.qwen3-vl-235b-a22b",
                "{'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'http://example.com/a.png'}}]}]}"
                        .replace('\'', '"')))
                .isEqualTo("messages.0.content.0.image_url: Only base64 data URIs are supported, such as"
                        + " data:image/png;base64,...");
    }

    @Test
    void modelsWithoutEyesHaveNoSuchField() {
        assertThat(Calls.refusal("meta.llama3-8b-instruct-v1:0", "{\"prompt\":\"a\",\"images\":[]}"))
                .isEqualTo(Calls.malformed("#: extraneous key [images] is not permitted"));
    }

    @Test
    void readsTheHeadersOfAllFourTypes() {
        assertThat(ImageHeader.of(Pictures.png(7, 9, 0))).isEqualTo(new ImageHeader("image/png", 7, 9));
        assertThat(ImageHeader.of(Pictures.jpeg())).isEqualTo(new ImageHeader("image/jpeg", 64, 48));
        assertThat(ImageHeader.of(Pictures.gif())).isEqualTo(new ImageHeader("image/gif", 3, 2));
        assertThat(ImageHeader.of(Pictures.webp())).isEqualTo(new ImageHeader("image/webp", 5, 4));
    }

    /** Whatever follows a true beginning, reading it ends and says a size or nothing. */
    @Test
    void noHeaderIsTooStrange() {
        Random random = new Random(20_261_124);
        for (int i = 0; i < 20_000; i++) {
            byte[] file = switch (i % 4) {
                case 0 -> Pictures.png(1, 1, 0);
                case 1 -> Pictures.jpeg();
                case 2 -> Pictures.gif();
                default -> Pictures.webp();
            };
            byte[] cut = Arrays.copyOf(file, random.nextInt(file.length + 1));
            for (int change = 0; change < 3 && cut.length > 2; change++) {
                cut[2 + random.nextInt(cut.length - 2)] = (byte) random.nextInt();
            }
            ImageHeader header = ImageHeader.of(cut);
            if (header != null) {
                assertThat(header.width()).isPositive();
                assertThat(header.height()).isPositive();
            }
        }
    }
}
