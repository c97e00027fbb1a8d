package dev.outcrop.wire.eventstream;

import java.util.ArrayList;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Fuzzes the frame decoder.
 *
 * <p>In a normal build it runs on the stored inputs; with {@code JAZZER_FUZZ=1} it searches for new ones.
 */
class FrameDecoderFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void anyBytesAreFramesOrRefused(byte[] bytes) {
        List<Frame> whole = decode(bytes, Math.max(1, bytes.length));
        if (!whole.equals(decode(bytes, 3))) {
            throw new AssertionError("slices changed what was read");
        }
        for (Frame frame : whole) {
            headersAreReadWithoutChecksums(frame.payload());
        }
        headersAreReadWithoutChecksums(bytes);
    }

    /** Random bytes never have good checksums; so these get them. */
    private static void headersAreReadWithoutChecksums(byte[] bytes) {
        if (bytes.length <= Frame.MAX_HEADERS) {
            byte[] frame = new byte[Frame.OVERHEAD + bytes.length];
            FrameWriter.seal(frame, bytes);
            decode(frame, frame.length);
        }
    }

    private static List<Frame> decode(byte[] bytes, int slice) {
        List<Frame> frames = new ArrayList<>();
        FrameDecoder decoder = new FrameDecoder();
        try {
            for (int at = 0; at < bytes.length; at += slice) {
                decoder.feed(bytes, at, Math.min(slice, bytes.length - at), frames::add);
            }
        } catch (FrameException refused) {
            // An answer like any other; every other exception is a defect.
        }
        return frames;
    }
}
