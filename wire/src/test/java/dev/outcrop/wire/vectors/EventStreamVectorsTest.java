package dev.outcrop.wire.vectors;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.stream.Stream;

import dev.outcrop.wire.eventstream.Frame;
import dev.outcrop.wire.eventstream.FrameDecoder;
import dev.outcrop.wire.eventstream.FrameException;
import dev.outcrop.wire.eventstream.FrameWriter;
import dev.outcrop.wire.eventstream.HeaderValue;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Frames of other implementations, of Smithy's protocol tests and of this product, decoded and encoded again. */
class EventStreamVectorsTest {

    @TestFactory
    Stream<DynamicTest> framesOfOtherImplementations() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode node : Vectors.json("eventstream/frames.json")) {
            tests.add(DynamicTest.dynamicTest(node.path("name").stringValue(), () -> checkFrame(node)));
        }
        return tests.stream();
    }

    private static void checkFrame(JsonNode node) {
        byte[] message = message(node);
        if (!node.path("valid").booleanValue()) {
            for (int slice : new int[]{message.length, 7}) {
                FrameDecoder decoder = new FrameDecoder();
                if (node.path("name").stringValue().equals("corrupted_length")) {
                    // The wrong length is within the limits, so the prelude's checksum must show it.
                    assertThat(ByteBuffer.wrap(message).getInt(0)).isGreaterThan(message.length);
                }
                assertThatThrownBy(() -> decode(decoder, message, slice)).isInstanceOf(FrameException.class);
                assertThatThrownBy(() -> decode(decoder, message, slice))
                        .as("a broken stream stays broken")
                        .isInstanceOf(FrameException.class);
            }
            return;
        }
        List<Frame> frames = decode(new FrameDecoder(), message, message.length);
        assertThat(frames).hasSize(node.path("frameCount").intValue());
        assertThat(decode(new FrameDecoder(), message, 1)).isEqualTo(frames);
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        frames.forEach(frame -> again.writeBytes(FrameWriter.write(frame)));
        assertThat(again.toByteArray()).isEqualTo(message);
        if (node.has("headers")) {
            Frame frame = frames.getFirst();
            assertThat(frame.payload())
                    .isEqualTo(Base64.getDecoder().decode(node.path("payload_base64").stringValue()));
            SequencedMap<String, HeaderValue> headers = new LinkedHashMap<>();
            node.path("headers")
                    .forEach(header -> headers.put(
                            header.path("name").stringValue(),
                            value(header.path("type").stringValue(), header.path("value"))));
            assertThat(frame.headers()).isEqualTo(headers);
        }
    }

    private static byte[] message(JsonNode node) {
        if (node.has("message_base64")) {
            return Base64.getDecoder().decode(node.path("message_base64").stringValue());
        }
        JsonNode compact = node.path("compact");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Base64.getDecoder().decode(compact.path("prefix_base64").stringValue()));
        byte[] middle = new byte[compact.path("repeatCount").intValue()];
        Arrays.fill(middle, compact.path("repeatByte").numberValue().byteValue());
        bytes.writeBytes(middle);
        bytes.writeBytes(Base64.getDecoder().decode(compact.path("suffix_base64").stringValue()));
        return bytes.toByteArray();
    }

    private static HeaderValue value(String type, JsonNode value) {
        return switch (type) {
            case "bool_true", "bool_false", "boolean" -> new HeaderValue.Bool(value.booleanValue());
            case "byte" -> new HeaderValue.Int8(value.numberValue().byteValue());
            case "short" -> new HeaderValue.Int16(value.shortValue());
            case "integer" -> new HeaderValue.Int32(value.intValue());
            case "long" -> new HeaderValue.Int64(value.longValue());
            case "byte_array" ->
                new HeaderValue.Bytes(Base64.getDecoder().decode(value.path("base64").stringValue()));
            case "blob" -> new HeaderValue.Bytes(Base64.getDecoder().decode(value.stringValue()));
            case "string" -> new HeaderValue.Text(value.stringValue());
            case "timestamp" -> new HeaderValue.Timestamp(timestamp(value));
            case "uuid" -> {
                ByteBuffer bytes = ByteBuffer.wrap(
                        Base64.getDecoder().decode(value.path("base64").stringValue()));
                yield new HeaderValue.Uuid(new UUID(bytes.getLong(), bytes.getLong()));
            }
            default -> throw new IllegalArgumentException(type);
        };
    }

    /** Milliseconds in frames.json, text in Smithy's cases. */
    private static Instant timestamp(JsonNode value) {
        return value.isNumber() ? Instant.ofEpochMilli(value.longValue()) : Instant.parse(value.stringValue());
    }

    private static List<Frame> decode(FrameDecoder decoder, byte[] bytes, int slice) {
        List<Frame> frames = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += slice) {
            decoder.feed(bytes, at, Math.min(slice, bytes.length - at), frames::add);
        }
        if (decoder.isInsideFrame()) {
            throw new FrameException("cut off");
        }
        return frames;
    }

    @TestFactory
    Stream<DynamicTest> framesOfProtocolTests() {
        return Vectors.tests("event-stream", node -> {
            for (JsonNode event : node.path("events")) {
                SequencedMap<String, HeaderValue> headers = new LinkedHashMap<>();
                event.path("headers").properties().forEach(header -> header.getValue()
                        .properties()
                        .forEach(typed -> headers.put(
                                header.getKey(),
                                value(typed.getKey(), typed.getValue()))));
                byte[] bytes = Base64.getDecoder().decode(event.path("bytes").stringValue());
                List<Frame> frames = decode(new FrameDecoder(), bytes, 5);
                assertThat(frames).hasSize(1);
                assertThat(frames.getFirst().headers()).isEqualTo(headers);
                assertThat(new String(frames.getFirst().payload(), UTF_8))
                        .isEqualTo(event.path("body").asString(""));
                assertThat(FrameWriter.write(frames.getFirst())).isEqualTo(bytes);
            }
        });
    }
}
