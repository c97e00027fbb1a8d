package dev.outcrop.engines.gguf.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import dev.outcrop.inference.UnsupportedRequestException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class TextStreamTest {

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> shown(TextStream stream, String... tokens) {
        List<String> shown = new ArrayList<>();
        for (String token : tokens) {
            shown.add(stream.push(utf8(token)));
        }
        shown.add(stream.flush());
        return shown;
    }

    @Example
    void sequencesThatAreTooLongTogetherAreRefused() {
        List<String> most = List.of("a".repeat(40_000), "b".repeat(25_536));
        assertThat(shown(new TextStream(most), "ab")).containsExactly("a", "b");
        List<String> more = List.of("a".repeat(40_000), "b".repeat(25_537));
        assertThatThrownBy(() -> new TextStream(more)).isInstanceOf(UnsupportedRequestException.class)
                .hasMessageContaining("65536");
    }

    @Example
    void withoutStopsEverythingIsShownAtOnce() {
        assertThat(shown(new TextStream(List.of()), "Hel", "", "lo")).containsExactly("Hel", "", "lo", "");
        assertThat(shown(new TextStream(List.of("", "")), "Hi")).containsExactly("Hi", "");
    }

    @Example
    void onlyWhatMayBecomeAStopIsHeldBack() {
        TextStream stream = new TextStream(List.of("\n\nHuman:"));
        assertThat(shown(stream, "a\n", "b\n\n", "\nHum", "ans", "\n")).containsExactly("a", "\nb", "\n", "\n\nHumans",
                "", "\n");
        assertThat(stream.matchedStop()).isNull();
    }

    @Example
    void aStopMaySpanTokensAndEndInsideOne() {
        TextStream stream = new TextStream(List.of("<stop>"));
        assertThat(shown(stream, "ab<", "st", "op> and more", "x")).containsExactly("ab", "", "", "", "");
        assertThat(stream.matchedStop()).isEqualTo("<stop>");
    }

    @Example
    void theStopThatIsCompleteFirstWinsAndTheLongerOfTwo() {
        TextStream first = new TextStream(List.of("bcdef", "cd"));
        assertThat(shown(first, "abcdef")).containsExactly("ab", "");
        assertThat(first.matchedStop()).isEqualTo("cd");
        TextStream longer = new TextStream(List.of("d", "bcd", "cd"));
        assertThat(shown(longer, "abcd")).containsExactly("a", "");
        assertThat(longer.matchedStop()).isEqualTo("bcd");
    }

    @Example
    void charactersAreNeverCut() {
        TextStream stream = new TextStream(List.of());
        byte[] bytes = utf8("\u20AC\uD83D\uDE00");
        List<String> shown = new ArrayList<>();
        for (byte b : bytes) {
            shown.add(stream.push(new byte[]{b}));
        }
        assertThat(shown).containsExactly("", "", "\u20AC", "", "", "", "\uD83D\uDE00");
        stream.push(new byte[]{(byte) 0xF0, (byte) 0x9F});
        assertThat(stream.flush()).isEqualTo("\uFFFD");
    }

    @Example
    void halfACharacterIsNoStop() {
        TextStream stream = new TextStream(List.of("\uD83D"));
        assertThat(shown(stream, "\uD83D\uDE00")).containsExactly("\uD83D\uDE00", "");
    }

    @Example
    void hostileStopsCostNoMoreThanOthers() {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            TextStream stream = new TextStream(List.of("a".repeat(5000) + "b", "a".repeat(4999) + "c"));
            int length = 0;
            for (int i = 0; i < 300; i++) {
                length += stream.push(utf8("a".repeat(1000))).length();
            }
            assertThat(length + stream.flush().length()).isEqualTo(300_000);
        });
    }

    @Provide
    Arbitrary<byte[]> bytes() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("abc").ofMaxLength(3).map(TextStreamTest::utf8),
                Arbitraries.strings().all().ofMaxLength(3).map(TextStreamTest::utf8),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(4),
                Arbitraries.of("\u00E9", "\u20AC", "\uD83D\uDE00").map(TextStreamTest::utf8));
    }

    /** However bytes are cut into tokens, the text is that of the whole. */
    @Property(tries = 500)
    void cutsDoNotMatter(@ForAll @Size(max = 12) List<@From("bytes") byte[]> parts, @ForAll int seed) {
        byte[] all = join(parts);
        assertThat(streamed(all, List.of(), seed)).isEqualTo(new String(all, StandardCharsets.UTF_8));
    }

    /** Against the definition: cut at the end of the stop that is complete first, the longest of several there. */
    @Property(tries = 1000)
    void stopsAreFoundAsDefined(@ForAll("letters") String text,
            @ForAll @Size(max = 4) List<@From("stops") String> stops,
            @ForAll int seed) {
        String expected = text;
        search : for (int end = 1; end <= text.length(); end++) {
            for (int start = 0; start < end; start++) {
                if (stops.contains(text.substring(start, end))) {
                    expected = text.substring(0, start);
                    break search;
                }
            }
        }
        assertThat(streamed(utf8(text), stops, seed)).isEqualTo(expected);
    }

    @Provide
    Arbitrary<String> letters() {
        return Arbitraries.strings().withChars("ab\u00E9").ofMaxLength(24);
    }

    @Provide
    Arbitrary<String> stops() {
        return Arbitraries.strings().withChars("ab\u00E9").ofMaxLength(5);
    }

    private static String streamed(byte[] bytes, List<String> stops, int seed) {
        TextStream stream = new TextStream(stops);
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int from = 0; from < bytes.length;) {
            int to = Math.min(bytes.length, from + random.nextInt(4));
            text.append(stream.push(Arrays.copyOfRange(bytes, from, to)));
            from = to;
        }
        return text.append(stream.flush()).toString();
    }

    private static byte[] join(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
