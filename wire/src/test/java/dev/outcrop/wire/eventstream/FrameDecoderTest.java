package dev.outcrop.wire.eventstream;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.zip.CRC32;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FrameDecoderTest {

    @Property(tries = 300)
    void decodingUndoesEncodingHoweverTheStreamIsSliced(@ForAll long seed,
            @ForAll @IntRange(min = 1, max = 200) int slice) {
        Random random = new Random(seed);
        List<Frame> frames = new ArrayList<>();
        ByteBuffer stream = ByteBuffer.allocate(1 << 20);
        for (int i = random.nextInt(4); i >= 0; i--) {
            Frame frame = new Frame(headers(random), bytes(random, random.nextInt(3_000)));
            frames.add(frame);
            stream.put(FrameWriter.write(frame));
        }
        List<Frame> decoded = new ArrayList<>();
        FrameDecoder decoder = new FrameDecoder();
        for (int at = 0; at < stream.position(); at += slice) {
            decoder.feed(stream.array(), at, Math.min(slice, stream.position() - at), decoded::add);
        }
        assertThat(decoded).isEqualTo(frames);
        assertThat(decoder.isInsideFrame()).isFalse();
    }

    @Property(tries = 300)
    void aChangedBitIsSeen(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] frame = FrameWriter.write(new Frame(headers(random), bytes(random, random.nextInt(300))));
        int bit = random.nextInt(frame.length * 8);
        frame[bit / 8] ^= (byte) (1 << bit % 8);
        FrameDecoder decoder = new FrameDecoder();
        List<Frame> decoded = new ArrayList<>();
        try {
            decoder.feed(frame, 0, frame.length, decoded::add);
        } catch (FrameException expected) {
            return;
        }
        assertThat(decoded).isEmpty();
    }

    private static SequencedMap<String, HeaderValue> headers(Random random) {
        SequencedMap<String, HeaderValue> headers = new LinkedHashMap<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            HeaderValue value = switch (random.nextInt(9)) {
                case 0 -> new HeaderValue.Bool(random.nextBoolean());
                case 1 -> new HeaderValue.Int8((byte) random.nextInt());
                case 2 -> new HeaderValue.Int16((short) random.nextInt());
                case 3 -> new HeaderValue.Int32(random.nextInt());
                case 4 -> new HeaderValue.Int64(random.nextLong());
                case 5 -> new HeaderValue.Bytes(bytes(random, random.nextInt(100)));
                case 6 -> new HeaderValue.Text("ä€😹".repeat(random.nextInt(20)));
                case 7 -> new HeaderValue.Timestamp(Instant.ofEpochMilli(random.nextLong()));
                default -> new HeaderValue.Uuid(new UUID(random.nextLong(), random.nextLong()));
            };
            headers.put("h" + random.nextInt(1_000), value);
        }
        return headers;
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void aHugeLengthTakesNoMemoryBeforeItsBytesArrive() {
        long before = used();
        List<FrameDecoder> decoders = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            FrameDecoder decoder = new FrameDecoder();
            byte[] prelude = prelude(Frame.MAX_PAYLOAD + Frame.OVERHEAD, 0);
            decoder.feed(prelude, 0, prelude.length, frame -> {});
            assertThat(decoder.isInsideFrame()).isTrue();
            decoders.add(decoder);
        }
        // 200 frames of 24 MiB would be 4.7 GiB.
        assertThat(used() - before).isLessThan(100L << 20);
        assertThat(decoders).hasSize(200);
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void limitsOfLengths() {
        refused(prelude(15, 0));
        refused(prelude(-1, 0));
        refused(prelude(Frame.OVERHEAD + Frame.MAX_HEADERS + Frame.MAX_PAYLOAD + 1, 0));
        refused(prelude(100, 85));
        refused(prelude(100, -1));
        refused(prelude(Frame.OVERHEAD + Frame.MAX_HEADERS + 1, Frame.MAX_HEADERS + 1));
        refused(prelude(Frame.OVERHEAD + Frame.MAX_PAYLOAD + 1, 0));
        byte[] long9 = FrameWriter.write(Frame.of(new byte[9]));
        assertThatThrownBy(() -> new FrameDecoder(8).feed(long9, 0, long9.length, frame -> {}))
                .isInstanceOf(FrameException.class);
    }

    @Test
    void malformedHeadersWithGoodChecksums() {
        for (byte[] headers : new byte[][]{
                {0},
                {1, 'a'},
                {1, 'a', 10},
                {5, 'a', 0},
                {1, 'a', 7, 0, 5, 'x'},
                {1, 'a', 7, -1, -1},
                {1, 'a', 5, 0, 0},
                {1, 'a', 9, 0},
                {1, (byte) 0xff, 0},
                {1, 'a', 7, 0, 1, (byte) 0xc0},
                {1, 'a', 0, 1, 'a', 1}
        }) {
            byte[] frame = new byte[Frame.OVERHEAD + headers.length];
            FrameWriter.seal(frame, headers);
            refused(frame);
        }
    }

    private static void refused(byte[] bytes) {
        assertThatThrownBy(() -> new FrameDecoder().feed(bytes, 0, bytes.length, frame -> {}))
                .isInstanceOf(FrameException.class);
    }

    private static byte[] prelude(int total, int headers) {
        ByteBuffer prelude = ByteBuffer.allocate(12).putInt(total).putInt(headers);
        CRC32 checksum = new CRC32();
        checksum.update(prelude.array(), 0, 8);
        return prelude.putInt((int) checksum.getValue()).array();
    }

    @Test
    void whatIsTooLongIsNotWritten() {
        assertThatThrownBy(() -> FrameWriter.write(Frame.of(new byte[Frame.MAX_PAYLOAD + 1])))
                .isInstanceOf(IllegalArgumentException.class);
        Map<String, HeaderValue> longName = Map.of("n".repeat(256), new HeaderValue.Bool(true));
        assertThatThrownBy(() -> FrameWriter.headers(longName)).isInstanceOf(IllegalArgumentException.class);
        Map<String, HeaderValue> longValue = Map.of("n", new HeaderValue.Text("v".repeat(32_768)));
        assertThatThrownBy(() -> FrameWriter.headers(longValue)).isInstanceOf(IllegalArgumentException.class);
        Map<String, HeaderValue> many = new LinkedHashMap<>();
        for (int i = 0; i < 5; i++) {
            many.put("n" + i, new HeaderValue.Bytes("v".repeat(32_000).getBytes(UTF_8)));
        }
        assertThatThrownBy(() -> FrameWriter.headers(many)).isInstanceOf(IllegalArgumentException.class);
    }
}
