package dev.outcrop.wire.eventstream;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import dev.outcrop.wire.error.InternalServerException;
import dev.outcrop.wire.error.ModelStreamErrorException;
import dev.outcrop.wire.error.ModelTimeoutException;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.ServiceUnavailableException;
import dev.outcrop.wire.error.ThrottlingException;
import dev.outcrop.wire.error.ValidationException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class EventEncoderTest {

    /** Frames as the service sends them, each decoded before by an independent decoder. */
    @TestFactory
    Stream<DynamicTest> framesAsTheServiceSendsThem() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream in = getClass().getResourceAsStream("/vectors/eventstream/bedrock-frames.json")) {
            for (JsonNode node : JsonMapper.shared().readTree(Objects.requireNonNull(in))) {
                tests.add(DynamicTest.dynamicTest(node.path("name").stringValue(), () -> check(node)));
            }
        }
        return tests.stream();
    }

    private static void check(JsonNode node) {
        byte[] expected = Base64.getDecoder().decode(node.path("message_base64").stringValue());
        JsonNode first = node.path("headers").get(0);
        String type = first.path("value").stringValue();
        String payload = node.path("payload").stringValue();
        switch (first.path("name").stringValue()) {
            case ":event-type" -> {
                JsonNode json = JsonMapper.shared().readTree(payload);
                int padding = json.path("p").asString("").length();
                EventEncoder encoder = new EventEncoder(() -> always(padding - 1), padding > 0);
                byte[] frame = type.equals("chunk")
                        ? encoder.chunk(Base64.getDecoder().decode(json.path("bytes").stringValue()))
                        : encoder.event(type, withoutPadding(payload));
                assertThat(frame).isEqualTo(expected);
            }
            case ":exception-type" -> {
                Frame frame = decode(new EventEncoder(Random::new, true).exception(failure(type, payload)));
                Frame wanted = decode(expected);
                assertThat(frame.headers()).isEqualTo(wanted.headers());
                assertThat(List.copyOf(frame.headers().keySet()))
                        .isEqualTo(List.copyOf(wanted.headers().keySet()));
                assertThat(JsonMapper.shared().readTree(frame.payload()))
                        .isEqualTo(JsonMapper.shared().readTree(wanted.payload()));
            }
            default ->
                assertThat(new EventEncoder(Random::new, true)
                        .error(
                                node.path("headers").get(1).path("value").stringValue(),
                                node.path("headers").get(2).path("value").stringValue()))
                        .isEqualTo(expected);
        }
    }

    private static byte[] withoutPadding(String payload) {
        return payload.replaceFirst("\"p\":\"[a-zA-Z0-9]*\",", "")
                .replaceFirst(",\"p\":\"[a-zA-Z0-9]*\"", "")
                .getBytes(UTF_8);
    }

    private static ServiceException failure(String type, String payload) {
        JsonNode json = JsonMapper.shared().readTree(payload);
        String message = json.path("message").stringValue();
        return switch (type) {
            case "throttlingException" -> new ThrottlingException(message);
            case "modelStreamErrorException" ->
                new ModelStreamErrorException(
                        message,
                        json.path("originalStatusCode").intValue(),
                        json.path("originalMessage").stringValue());
            case "modelTimeoutException" -> new ModelTimeoutException(message);
            case "validationException" -> new ValidationException(message);
            case "internalServerException" -> new InternalServerException(message);
            case "serviceUnavailableException" -> new ServiceUnavailableException(message);
            default -> throw new AssertionError(type);
        };
    }

    @Test
    void theMessageOfAnErrorIsCutToWhatAHeaderHolds() {
        EventEncoder encoder = new EventEncoder(Random::new, false);
        for (String unit : List.of("a", "é", "’", "😹")) {
            String message = "x" + unit.repeat(40_000);
            String text = Objects.requireNonNull(
                    decode(encoder.error("InternalServerException", message)).text(":error-message"));
            assertThat(message).startsWith(text);
            assertThat(text.getBytes(UTF_8).length).isBetween(32_764, 32_767);
            assertThat(text.substring(1).replace(unit, "")).isEmpty();
        }
    }

    private static RandomGenerator always(int number) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return number;
            }

            @Override
            public int nextInt(int bound) {
                return number;
            }
        };
    }

    private static Frame decode(byte[] bytes) {
        List<Frame> frames = new ArrayList<>();
        new FrameDecoder().feed(bytes, 0, bytes.length, frames::add);
        assertThat(frames).hasSize(1);
        return frames.getFirst();
    }

    @Test
    void chunksOfEveryLengthHoldTheirBytesAndAnyPadding() {
        Random random = new Random(7);
        EventEncoder encoder = new EventEncoder(() -> random, true);
        Set<Integer> lengths = new HashSet<>();
        for (int length = 0; length < 2_000; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            JsonNode json = JsonMapper.shared().readTree(decode(encoder.chunk(bytes)).payload());
            assertThat(Base64.getDecoder().decode(json.path("bytes").stringValue())).isEqualTo(bytes);
            String padding = json.path("p").stringValue();
            assertThat("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789").startsWith(padding);
            lengths.add(padding.length());
        }
        assertThat(lengths).hasSize(62).contains(1, 62);
    }

    @Test
    void paddingGoesToItsPlaceAmongTheMembers() {
        EventEncoder encoder = new EventEncoder(() -> always(1), true);
        List<String> cases = List.of(
                "{}", "{\"p\":\"ab\"}",
                "{\"a\":1}", "{\"a\":1,\"p\":\"ab\"}",
                "{\"z\":{\"b\":[1,{\"q\":2}]}}", "{\"p\":\"ab\",\"z\":{\"b\":[1,{\"q\":2}]}}",
                "{\"a\":\"q\\\"}\",\"q\":\"{\"}", "{\"a\":\"q\\\"}\",\"p\":\"ab\",\"q\":\"{\"}",
                "{\"delta\":{\"x\":\",\"},\"usage\":[{}]}", "{\"delta\":{\"x\":\",\"},\"p\":\"ab\",\"usage\":[{}]}");
        for (int i = 0; i < cases.size(); i += 2) {
            byte[] payload = decode(encoder.event("metadata", cases.get(i).getBytes(UTF_8))).payload();
            assertThat(new String(payload, UTF_8)).isEqualTo(cases.get(i + 1));
        }
    }

    @Test
    void paddingCanBeSwitchedOff() {
        EventEncoder encoder = new EventEncoder(Random::new, false);
        assertThat(new String(decode(encoder.chunk("{}".getBytes(UTF_8))).payload(), UTF_8))
                .isEqualTo("{\"bytes\":\"e30=\"}");
        assertThat(decode(encoder.event("x", "{}".getBytes(UTF_8))).payload()).isEqualTo("{}".getBytes(UTF_8));
    }

    @Test
    void onePassGivesTheSameChecksumsAsTwo() {
        byte[] frame = new EventEncoder(() -> always(3), true).chunk("{\"completion\":\"Hi\"}".getBytes(UTF_8));
        assertThat(FrameWriter.write(decode(frame))).isEqualTo(frame);
    }
}
